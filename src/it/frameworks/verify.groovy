import groovy.json.JsonSlurper

def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)
def java = new File(System.getProperty('java.home'), 'bin/java').path

/** What tar lists of layers: mode and path of each file, without times. */
def listed = { List<File> layers ->
    layers.collectMany { layer -> new String(facts.run(['tar', '-tvf', layer.path, '--full-time'])).readLines() }
        .collect { it.split(/\s+/, 6) }
        .findAll { !it[5].endsWith('/') }
        .collect { it[0] + ' ' + it[5] }
}

/** The image of a module: its config, its layers, the root file system that they make, one digest in every place. */
def image = { String module ->
    def top = facts.layout(module, "unpacked/$module")
    def blob = { descriptor -> facts.file("unpacked/$module/blobs/" + descriptor.digest.replace(':', '/')) }
    def manifest = new JsonSlurper().parse(blob(top))
    def repository = facts.record(module).repository
    assert facts.tag('registries/share', repository, '42') == top.digest
    def answer = new URL("http://$registry/v2/$repository/manifests/42").openConnection()
    answer.setRequestProperty('Accept', top.mediaType)
    assert facts.sha256(answer.inputStream.bytes) == top.digest
    def root = facts.file("root/$module")
    root.mkdirs()
    manifest.layers.each { facts.run(['tar', '-xzf', blob(it).path, '-C', root.path]) }
    def config = new JsonSlurper().parse(blob(manifest.config))
    [config: config.config, names: config.history*.comment, layers: manifest.layers.collect(blob), root: root]
}

def inRoot = { String paths, built -> paths.replaceAll('(^|:)/', '$1' + built.root.path + '/') }

/** The command of an image, run by this machine's java on the image's root. */
def command = { built, String executable = java ->
    def words = (built.config.Entrypoint + (built.config.Cmd ?: [])).collect { word ->
        word.startsWith('@/app/') ? inRoot(new File(built.root, word.substring(1)).text, built) : word.startsWith('/app/') ? inRoot(word, built) : word
    }
    assert words[0] == 'java'
    [executable, *words.tail()]
}
def printed = { built, String executable = java ->
    new String(facts.run(command(built, executable))).readLines().findAll { it.startsWith('Hello from') }
}

/** What a server says, started as its image does, on a free port. */
def answered = { built, List<String> flags, Map<String, String> variables, int port ->
    def words = command(built)
    def process = new ProcessBuilder([words[0], *flags, *words.tail()])
        .directory(built.root)
        .redirectErrorStream(true)
        .redirectOutput(new File(built.root.path + '.log'))
    process.environment().putAll(variables)
    def running = process.start()
    try {
        for (int i = 0; i < 600; i++) {
            assert running.alive: new File(built.root.path + '.log').text
            try {
                return new URL("http://127.0.0.1:$port/").text
            } catch (IOException e) {
                Thread.sleep(200)
            }
        }
        assert false: new File(built.root.path + '.log').text
    } finally {
        running.destroyForcibly().waitFor()
    }
}
def freePort = { new ServerSocket(0, 1, InetAddress.getByName('127.0.0.1')).withCloseable { it.localPort } }

// Spring Boot: layers of the jar's index; the SBOM that its parent lets the CycloneDX plugin attach.
def boot = image('boot')
assert boot.names == ['dependencies', 'spring-boot-loader', 'application', 'jvm arg files']
int port = freePort()
assert answered(boot, [], [SERVER_PORT: port as String], port) == 'Hello from Spring Boot.'
assert facts.file('unpacked/boot/documents.json').text.contains('application/vnd.cyclonedx+json')
def exploded = image('boot-exploded')
assert exploded.config.Entrypoint[-1] == 'com.acme.boot.Application'
port = freePort()
assert answered(exploded, [], [SERVER_PORT: port as String], port) == 'Hello from Spring Boot.'
def war = image('boot-war')
assert war.names == ['dependencies', 'spring-boot-loader', 'application', 'jvm arg files']
assert war.config.Entrypoint[-1] == 'org.springframework.boot.loader.launch.WarLauncher'
port = freePort()
assert answered(war, [], [SERVER_PORT: port as String], port) == 'Hello from a WAR.'
assert printed(image('boot-4')) == ['Hello from boot-4.']
// Without a layers index, as before Spring Boot 2.3: classes and libraries.
def old = image('boot-2.1')
assert old.names == ['dependencies', 'classes', 'jvm arg files']
assert old.config.Entrypoint[-1] == 'com.acme.boot21.Application'
assert printed(old) == ['Hello from boot-2.1.']

// Quarkus: the four layers of its own Dockerfile, what changes seldom first.
def quarkus = image('quarkus')
assert quarkus.names == ['lib', 'quarkus-run.jar', 'app', 'quarkus', 'jvm arg files']
port = freePort()
assert answered(quarkus, ['-Dquarkus.http.host=127.0.0.1'], [QUARKUS_HTTP_PORT: port as String], port) == 'Hello from Quarkus.'
def uber = image('quarkus-uber')
assert uber.names == ['quarkus-uber-1.0-runner.jar', 'jvm arg files']
assert printed(uber) == ['Hello from quarkus-uber.']

def micronaut = image('micronaut')
port = freePort()
assert answered(micronaut, [], [MICRONAUT_SERVER_PORT: port as String], port) == 'Hello from Micronaut.'

// The shaded jar, not the classes.
def dropwizard = image('dropwizard')
assert dropwizard.names == ['dropwizard-1.0.jar', 'jvm arg files']
port = freePort()
assert answered(dropwizard, ["-Ddw.server.applicationConnectors[0].port=$port" as String, '-Ddw.server.adminConnectors[0].port=0'], [:], port) == 'Hello from Dropwizard.'

assert printed(image('kotlin')) == ['Hello from Kotlin.']
assert image('kotlin').config.Entrypoint[-1] == 'com.acme.MainKt'
def modular = image('modular')
assert modular.config.Entrypoint[1..-1] == ['-p', '@/app/jib-classpath-file', '-m', 'com.acme.modular/com.acme.modular.Main']
assert printed(modular) == ['Hello from "com.acme.modular"']
assert printed(image('multi-release')) == ['Hello from Java 17.']
def scopes = image('scopes')
assert printed(scopes) == ['Hello from common same sample Gson d41d the words of scopes']
assert scopes.names == ['dependencies', 'project dependencies', 'resources', 'classes', 'jvm arg files']
if (facts.file('java25/second-jdk').file) {
    assert printed(image('java25'), secondJavaHome + '/bin/java') == ['Hello from Java 25.']
}

// Layer by layer what jib-maven-plugin makes of the same project: files, modes and their order, the class path.
['boot-exploded', 'kotlin', 'scopes', 'web'].each { module ->
    def ours = image(module)
    def unpacked = facts.unpack(facts.file(module + '/target/jib.tar'), "jib/$module")
    def jib = new JsonSlurper().parse(new File(unpacked, 'manifest.json'))[0]
    def config = new JsonSlurper().parse(new File(unpacked, jib.Config))
    // Where a project has no resources jib writes a layer of the empty directories of its packages.
    def layers = [jib.Layers.collect { new File(unpacked, it) }, config.history*.comment].transpose().findAll { listed([it[0]]) }
    assert ours.names == layers*.getAt(1)
    // Jib has the test jar of a module of the reactor among the released dependencies.
    def withoutTestJar = { files -> files.findAll { !it.endsWith('common-1.0-tests.jar') } }
    [ours.layers, layers*.getAt(0)].transpose().each { one, other ->
        assert withoutTestJar(listed([one])) == withoutTestJar(listed([other]))
    }
    assert listed(ours.layers).sort() == listed(layers*.getAt(0)).sort()
    assert ours.config.Entrypoint == config.config.Entrypoint
    def root = facts.file("jib-root/$module")
    root.mkdirs()
    layers.each { facts.run(['tar', '-xzf', it[0].path, '-C', root.path]) }
    [root, ours.root].each { facts.run(['find', it.path, '-type', 'd', '-empty', '-delete']) }
    facts.run(['diff', '-r', root.path, ours.root.path])
}
// What a script returns, if anything, is whether it went well.
return true
