def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def base = 'oci:' + new File(basedir, '../../busybox-base').canonicalPath
def inspect = { source, Object... options -> facts.sha256(facts.run(['skopeo', 'inspect', *options, '--raw', source])) }

// The docker archive: the config, and with it the image ID, is what it was.
assert inspect('oci:' + facts.file('registries/dev/import') + ':42', '--config') == inspect('docker-archive:' + facts.file('saved.tar'), '--config')

// The layout: the manifest is what it was, up to the environment.
assert facts.tag('registries/dev', 'import', '43') == inspect(base)
def ofLayout = facts.json('layout-record.json')
assert ofLayout.digest == inspect(base)
assert ofLayout.source.digest == inspect(base)
assert ofLayout.source.digestPreserved

// The digest, though its tag names something else; of its platforms those that are wanted, in that order, as they are.
def (index, amd64, arm64, armV7) = facts.file('platforms.txt').text.split(' ')
def pinned = facts.record()
assert pinned.source.image == "docker://$registry/imported/busybox:moved@$index"
assert pinned.source.digest == index
assert !pinned.source.digestPreserved
assert pinned.images*.digest == [armV7, amd64]
assert pinned.images*.platform == ['linux/arm/v7', 'linux/amd64']
assert facts.tag('registries/dev', 'import', '44') == pinned.digest

assert facts.failures().size() == 2
assert facts.failures()[0].startsWith("Cannot import 'docker-archive:")
assert facts.failures()[0].contains('There is no file')
assert facts.failures()[1].contains('It is not there for linux/s390x, only for linux/amd64, linux/arm64, linux/arm/v7. Set <platforms> (-Dimage.platform).')
