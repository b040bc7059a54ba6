def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def digest = facts.record().digest
def archive = facts.archive().path
def registries = facts.file('registries').path
[
    'oci-archive:' + archive,
    'docker://' + registry + '/dev/golden-digest:42',
    'docker://' + registry + '/dev/golden-digest:latest',
    'oci:' + registries + '/test/golden-digest:42',
    'docker://' + registry + '/prod/golden-digest:42',
    'oci:' + registries + '/prod/golden-digest:42'
].each {
    assert facts.sha256(facts.run(['skopeo', 'inspect', '--raw', '--tls-verify=false', it])) == digest
}

def crane = new File(peers, 'crane').file ? new File(peers, 'crane').path : 'crane'
facts.run([crane, 'validate', '--insecure', '--remote', registry + '/prod/golden-digest:42'])
assert new String(facts.run([crane, 'digest', '--insecure', registry + '/prod/golden-digest:42'])).trim() == digest

// What dev has in the same registry is not sent to prod again.
assert facts.json('target/image/promote-prod.json').images[0].blobs.every { it.action == 'mounted' }
// The archive is also a docker archive, with the same image.
def config = facts.run(['skopeo', 'inspect', '--config', '--raw', 'docker-archive:' + archive])
assert facts.sha256(config) == facts.record().images[0].config

// What crane pulls from prod are the archive's layers, byte for byte.
def pulled = facts.file('pulled')
facts.run([crane, 'pull', '--insecure', '--format', 'oci', registry + '/prod/golden-digest:42', pulled.path])
def layout = facts.unpack(facts.archive(), 'unpacked')
def layers = facts.record().images[0].layers
assert !layers.isEmpty()
assert layers.every {
    def blob = 'blobs/sha256/' + it.digest[7..-1]
    new File(pulled, blob).bytes == new File(layout, blob).bytes
}
