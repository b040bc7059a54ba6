def openssl = { String... arguments ->
    def process = (['openssl'] + arguments.toList()).execute(null, basedir)
    def error = new StringBuffer()
    process.waitForProcessOutput(new StringBuffer(), error)
    assert process.exitValue() == 0: error
}
['release', 'ada', 'ben'].each { name ->
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', name + '.key')
    openssl('pkey', '-in', name + '.key', '-pubout', '-out', name + '.pub')
}
true
