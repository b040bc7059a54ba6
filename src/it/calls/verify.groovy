def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

// One promotion for each call that was to deliver, and none for another.
def dev = { facts.tags('registries/dev', it) }
assert dev('one') == ['1', '2', '7', '9', 'latest'] as Set
assert dev('two') == ['1', '2', '4', '7', '9', 'latest'] as Set
assert dev('three') == ['7', 'latest'] as Set
assert facts.tags('registries/named', 'one') == ['6', '10', '11'] as Set
assert facts.tags('registries/named', 'two') == ['6', '10', '11'] as Set
assert !facts.file('registries/test').exists()

// The same sources are the same image, whichever modules are selected.
assert ['2', '7', '9'].collect { facts.tag('registries/dev', 'one', it) }.toSet() == [facts.tag('registries/named', 'one', '6')] as Set
assert ['2', '4', '7', '9'].collect { facts.tag('registries/dev', 'two', it) }.toSet() == [facts.tag('registries/named', 'two', '6')] as Set

// Nothing of all that lies in a module.
assert facts.file('drop/it.calls/one/7').directory
assert facts.file('target/image/promote-dev.json').file
['library', 'one', 'two', 'three'].each { module ->
    ['registries', 'drop', 'here', 'target/image/promote-dev.json'].each { assert !facts.file("$module/$it").exists() }
}

// What was refused, in the order of the calls, and why.
def refused = facts.log().readLines().findAll { it.startsWith('[ERROR] Failed to execute goal') && it.contains(': Refused to ') }
assert refused.size() == 5
assert refused[0].contains("'one' binds image:publish, too") && refused[0].contains("asked for was build '3'")
assert refused[1].contains("'one' has one, too") && refused[1].contains('-Dimage.allowPartial')
assert refused[2].contains("images of several builds as one: 'one:2'") && refused[2].contains("'two:3'")
assert refused[3].contains("this call failed before, in 'two'")
assert refused[4].contains('maven-deploy-plugin') && refused[4].contains("'last'")
assert facts.log().contains('Delivered together with one, as this build deployed it before')
