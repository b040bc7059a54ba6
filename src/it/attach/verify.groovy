def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def record = facts.record()
def archive = facts.archive()
assert archive.name == 'attach-1.0-image.tar'
assert record.buildId == '42'

def installed = new File(localRepositoryPath, 'it/image/attach/1.0')
assert facts.sha256(new File(installed, 'attach-1.0-image.tar')) == facts.sha256(archive)
assert facts.sha256(new File(installed, 'attach-1.0-image.json')) == facts.sha256(facts.file('target/attach-1.0-image.json'))
assert new File(installed, 'attach-1.0.jar').file

def top = facts.layout()
assert top.digest == record.digest
// The BuildId names the build, it is not part of the image.
def image = facts.json('unpacked/blobs/' + record.digest.replace(':', '/'))
assert !facts.file('unpacked/blobs/' + image.config.digest.replace(':', '/')).text.contains('"42"')

assert facts.sha256(facts.run(['skopeo', 'inspect', '--raw', 'oci-archive:' + archive])) == record.digest
def docker = facts.json('unpacked/manifest.json')
assert docker.size() == 1
assert facts.run(['skopeo', 'inspect', '--config', 'docker-archive:' + archive])
// Nothing temporary is left.
assert facts.file('target').list().findAll { it.contains('-image') }.sort() == ['attach-1.0-image.json', 'attach-1.0-image.tar']
