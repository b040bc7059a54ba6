def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

assert !facts.file('target').exists() || facts.file('target').list().every { !it.contains('image') }
assert facts.file('repository/it/image/pom-packaging/1.0').list().every { !it.contains('image.') }
assert !facts.file('registries').exists()
assert facts.log().contains('Skipped: packaging is pom; one that has an image sets <image.skipPom>false</image.skipPom>')
