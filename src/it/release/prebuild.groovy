def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

['release', 'ada'].each { name ->
    def key = facts.file(name + '.key').path
    facts.run(['openssl', 'genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', key])
    facts.run(['openssl', 'pkey', '-in', key, '-pubout', '-out', facts.file(name + '.pub').path])
}

// What "helm package" writes.
facts.run(['tar', '-czf', facts.file('chart/release-chart-1.0.0.tgz').path, '-C', facts.file('chart').path, 'release-chart'])

// The registry of 'test', through a gate: while there is a file 'hold' it passes no manifest on, and says so in 'held'.
def address = registry.split(':')
def gate = new ServerSocket(0, 50, InetAddress.loopbackAddress)
def pump = { from, to, passes ->
    Thread.startDaemon {
        byte[] bytes = new byte[65536]
        try {
            for (int n; (n = from.inputStream.read(bytes)) > 0 && passes(new String(bytes, 0, n, 'ISO-8859-1'));) {
                to.outputStream.write(bytes, 0, n)
            }
        } catch (IOException ignored) {
        }
        [from, to]*.close()
    }
}
Thread.startDaemon {
    while (true) {
        def client = gate.accept()
        def server = new Socket(address[0], address[1] as int)
        pump(client, server) { sent ->
            if (!(sent =~ /^PUT \S+\/manifests\//) || !facts.file('hold').exists()) {
                return true
            }
            facts.file('held').createNewFile()
            while (facts.file('hold').exists()) {
                sleep 100
            }
            false
        }
        pump(server, client) { true }
    }
}
facts.file('call.properties').text = "test.registry=127.0.0.1:$gate.localPort\n"
true
