def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

assert !facts.file('registries').exists()
// The plan names what would be written, and where.
assert facts.log().contains('registries/dev/dry-run:42')
assert facts.log().contains('tag 42, new')
assert facts.log().contains('tag latest, new')
