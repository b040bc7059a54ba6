def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

assert facts.failure().contains('tampered-archive-1.0-image.tar')
assert facts.failure().contains(facts.file('layer.txt').text)
assert facts.tags('registries/dev', 'tampered-archive').empty
assert facts.tag('registries/dev', 'tampered-archive', '42') == null
