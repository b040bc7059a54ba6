def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def (digest, size) = facts.file('full.txt').text.split(' ')
assert facts.record().digest == digest
assert facts.archive().length() < size.toLong() / 5
assert facts.log().contains('thin: the layers of ' + registry + '/base/busybox@sha256:')

// All of it is in dev, the layer of the base included.
assert facts.tag('registries/dev', 'thin', '2') == digest
def arrived = { facts.json('target/image/promote-' + it + '.json').images[0].blobs*.action.toSet() }
assert arrived('dev') == ['uploaded'] as Set
assert arrived('test') == ['uploaded', 'mounted'] as Set

assert facts.failure().contains('it is in no registry')
assert facts.failure().contains('(<thin>false</thin>, -Dimage.thin=false)')
