def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

assert facts.tag('registries/dev', 'continuous-delivery', '42') == facts.record().digest
assert !facts.file('registries/prod').exists()
assert facts.json('target/image/promote-dev.json').outcome == 'promoted'
assert facts.file('repository/it/image/continuous-delivery/1.0/continuous-delivery-1.0-image.tar').file
