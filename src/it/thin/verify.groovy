def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def (digest, size) = facts.file('full.txt').text.split(' ')
def (thinDigest, thinSize) = facts.file('thin.txt').text.split(' ')
assert thinDigest == digest
assert thinSize.toLong() < size.toLong() / 5
assert facts.log().contains('thin: the layers of ' + registry + '/base/busybox@sha256:')

// All of it is in dev, the layer of the base included.
assert facts.tag('registries/dev', 'thin', '2') == digest
def arrived = { facts.json('target/image/promote-' + it + '.json').images[0].blobs*.action.toSet() }
assert arrived('dev') == ['uploaded'] as Set
assert arrived('test') == ['uploaded', 'mounted'] as Set

assert facts.failure().contains('it is in no registry')
assert facts.failure().contains('(<thin>false</thin>, -Dimage.thin=false)')

// The archive lacks the base's layers of both platforms, and the environment has them.
def both = facts.record()
assert both.images*.platform == ['linux/amd64', 'linux/arm64']
assert facts.tag('registries/both', 'thin', '5') == both.digest
def held = new String(facts.run(['tar', '-tf', facts.archive().path])).readLines()
def isHeld = { held.contains('blobs/' + it.digest.replace(':', '/')) }
both.images.each { image ->
    // Busybox and the file of the platform, then what the application brings.
    assert image.layers[0..1].every { !isHeld(it) }
    assert image.layers.size() > 2 && image.layers[2..-1].every(isHeld)
}
assert both.images*.layers.collect { it[1].digest }.toSet().size() == 2
