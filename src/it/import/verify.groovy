def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def base = 'oci:' + new File(basedir, '../../busybox-base').canonicalPath
def inspect = { source, Object... options -> facts.sha256(facts.run(['skopeo', 'inspect', *options, '--raw', source])) }

// The docker archive: the config, and with it the image ID, is what it was.
assert inspect('oci:' + facts.file('registries/dev/import') + ':42', '--config') == inspect('docker-archive:' + facts.file('saved.tar'), '--config')

// The layout: the manifest is what it was, up to the environment.
assert facts.tag('registries/dev', 'import', '43') == inspect(base)
assert facts.record().digest == inspect(base)
assert facts.record().source.digest == inspect(base)
assert facts.record().source.digestPreserved

assert facts.failure().startsWith("Cannot import 'docker-archive:")
assert facts.failure().contains('There is no file')
