def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

assert facts.failure().contains('Refused a login in <password>')
assert facts.failure().contains('<serverId>') && facts.failure().contains('<passwordEnv>')
assert !facts.log().contains('ajar-cucumber')
