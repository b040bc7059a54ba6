def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

assert facts.tag('registries/dev', 'plugin-validation', '42') == facts.record().digest
def report = facts.log().readLines().dropWhile { !it.contains('Plugin') || !it.contains('validation issues') }
assert !report.any { it.contains('image-promotion-maven-plugin') }
assert !facts.log().readLines().any { it.startsWith('[WARNING]') && it.contains('image-promotion-maven-plugin') }
