def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def crane = new File(peers, 'crane').file ? new File(peers, 'crane').path : 'crane'
def image = registry + '/runnable:42'
def config = new groovy.json.JsonSlurper().parse(facts.run([crane, 'config', '--insecure', image])).config
assert config.Entrypoint == ['/bin/busybox', 'cat', '/greeting.txt']
// What the base image says is still there.
assert config.Env.contains('PATH=/bin')

facts.run([crane, 'export', '--insecure', image, facts.file('root.tar').path])
def root = facts.unpack(facts.file('root.tar'), 'unpacked-root')
assert new String(facts.run(['unshare', '--map-root-user', 'chroot', root.path] + config.Entrypoint)) == 'Hello from the layers.\n'
