import groovy.json.JsonSlurper

def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

// The POM differs from jib's in coordinates and goal, and in nothing else.
def changed = { String name -> new File(new File(sources, 'from-jib'), name).readLines() as List }
def pairs = [changed('jib/pom.xml'), changed('pom.xml')].transpose().findAll { it[0] != it[1] }
assert changed('jib/pom.xml').size() == changed('pom.xml').size()
assert pairs*.getAt(0)*.trim() == ['<groupId>com.google.cloud.tools</groupId>', '<artifactId>jib-maven-plugin</artifactId>',
    '<version>3.5.2</version>', '<goal>buildTar</goal>']

def top = facts.layout()
def blob = { descriptor -> new JsonSlurper().parse(facts.file('unpacked/blobs/' + descriptor.digest.replace(':', '/'))) }
def manifest = blob(top)
def config = blob(manifest.config)
assert facts.record().repository == 'acme/shop'
assert facts.record().base.image == registryAuth + '/from-jib/base:1'
assert facts.record().base.digest == facts.sha256(facts.run(['skopeo', 'inspect', '--raw', 'oci:' + new File(basedir, '../../busybox-base').canonicalPath]))
assert config.created == '2026-01-01T00:00:00Z'
assert config.config.Entrypoint == ['java', '-Xmx64m', '-cp', '@/app/jib-classpath-file', 'greeting.Main']
assert config.config.Cmd == ['--serve']
assert config.config.Env == ['PATH=/bin', 'GREETING=hello']
assert config.config.ExposedPorts.keySet() == ['8080/tcp', '9000/udp', '9001/udp'] as Set
assert config.config.Labels == [team: 'shop']
assert config.config.User == '1000:1000'
assert config.config.Volumes.keySet() == ['/data'] as Set
assert config.config.WorkingDir == '/data'

// Layers as tar lists them: mode and name.
def entries = manifest.layers.tail().collectMany { layer ->
    new String(facts.run(['tar', '-tvzf', facts.file('unpacked/blobs/' + layer.digest.replace(':', '/')).path, '--full-time'])).readLines()
}
def of = { String name -> entries.findAll { it.endsWith(' ' + name) } }
assert of('app/classpath/from-jib-1.0.jar').size() == 1
assert of('etc/motd').size() == 1
assert of('opt/extra/run.sh')[0].startsWith('-rwxr-xr-x')
assert of('opt/extra/run.sh')[0].contains('2026-01-02')
assert of('opt/extra/skipped.sh').empty && of('opt/extra/notes.txt').empty

// What jib knows and this plugin does otherwise is said, and no secret is.
['<from><credHelper> is ignored', '<to><image>: its repository', '<to><tags> is ignored', '<to><credHelper> is ignored',
    '<container><format> is ignored', '<outputPaths> is ignored'].each { assert facts.log().contains(it) }
assert !facts.log().contains('open sesame')

// The second call left the archive alone; the third, after a file changed, did not.
assert facts.log().count('Unchanged: acme/shop:42, ' + 'sha256:') == 1
assert facts.log().count('Built acme/shop:42 in') == 2
assert facts.sha256(facts.file('first.tar')) != facts.sha256(facts.archive())
