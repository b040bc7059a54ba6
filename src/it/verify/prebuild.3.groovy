def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

assert facts.json('release/target/image/verify-dev.json').deep
def layer = facts.record().images[0].layers[0]
def blob = facts.file('registries/dev/verify/blobs/' + layer.digest.replace(':', '/'))
facts.file('layer.txt').write(layer.digest)
def bytes = blob.bytes
facts.file('intact').bytes = bytes
bytes[bytes.length - 1] ^= 1
blob.bytes = bytes
true
