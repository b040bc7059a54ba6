import groovy.json.JsonSlurper

def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

/** The image of a module: its config, and the root file system that its layers make. */
def unpack = { String module ->
    def top = facts.layout(module, "unpacked-$module")
    def path = { descriptor -> facts.file("unpacked-$module/blobs/" + descriptor.digest.replace(':', '/')) }
    def manifest = new JsonSlurper().parse(path(top))
    def root = facts.file("root-$module")
    root.deleteDir()
    root.mkdirs()
    manifest.layers.each { facts.run(['tar', '-xzf', path(it).path, '-C', root.path]) }
    [config: new JsonSlurper().parse(path(manifest.config)), root: root]
}

def boot = unpack('boot')
assert boot.config.history*.comment == ['dependencies', 'spring-boot-loader', 'application', 'jvm arg files']
assert boot.config.config.Entrypoint[-1].startsWith('org.springframework.boot.loader.')
assert new File(boot.root, 'app/BOOT-INF/lib/gson-2.15.0.jar').file
// The entrypoint, with this machine's java and the image's root.
def java = new File(System.getProperty('java.home'), 'bin/java').path
def classPath = boot.root.path + new File(boot.root, 'app/jib-classpath-file').text
assert new String(facts.run([java, '-cp', classPath, boot.config.config.Entrypoint[-1]])).trim() == 'Hello from "layers".'

def web = unpack('web')
assert web.config.history*.comment == ['dependencies', 'resources', 'classes']
assert web.config.config.Entrypoint == null
def webRoot = new File(web.root, 'var/lib/jetty/webapps/ROOT')
assert new File(webRoot, 'index.html').text == 'Hello.\n'
assert new File(webRoot, 'WEB-INF/classes/greeting/Main.class').file
assert new File(webRoot, 'WEB-INF/lib/gson-2.15.0.jar').file
