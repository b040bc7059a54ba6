def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

assert facts.failure().contains('guarded-registry')
assert facts.failure().contains('401')
def secrets = ['ajar-cucumber', 'deployer:ajar-cucumber'.bytes.encodeBase64().toString()]
assert secrets.every { !facts.log().contains(it) }
