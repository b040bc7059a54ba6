def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

assert facts.failure().contains('feature/1')
assert facts.failure().contains('-Dimage.buildId')
assert facts.file('target').list().every { !it.contains('image') }
