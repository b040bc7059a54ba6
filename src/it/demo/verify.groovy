def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def digest = facts.json('repository/com/example/demo/1.0/demo-1.0-image.json').digest
['dev', 'test', 'prod'].each {
    assert facts.tag('environments/' + it, 'demo', '2026.11') == digest
    assert facts.json('release/target/image/promote-' + it + '.json').images[0].digest == digest
}
assert facts.tags('environments/dev', 'demo') == ['2026.11', 'latest'] as Set
assert facts.tags('environments/prod', 'demo') == ['2026.11'] as Set

def config = new groovy.json.JsonSlurper().parse(facts.run(['skopeo', 'inspect', '--config', 'oci:' + facts.file('environments/prod/demo') + ':2026.11']))
assert config.config.Env.contains('JAVA_HOME=/opt/java')
assert config.config.Entrypoint.contains('demo.Service')
assert config.config.ExposedPorts.containsKey('8080/tcp')

// What bin/demo ends with: the digests side by side, and an answer of the image of prod.
def script = { String name, Object... arguments -> new String(facts.run([new File(sources, "../../bin/lib/$name").path, *arguments*.toString()])) }
['dev', 'test', 'prod'].each { assert script('tagged-digest', facts.file("environments/$it/demo"), '2026.11').trim() == digest }
assert script('start-image', facts.file('environments/prod/demo'), digest).contains('{"service":"demo","environment":"prod"}')
