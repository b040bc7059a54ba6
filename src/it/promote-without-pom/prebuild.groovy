def openssl = { String... arguments ->
    def process = (['openssl'] + arguments.toList()).execute(null, basedir)
    def error = new StringBuffer()
    process.waitForProcessOutput(new StringBuffer(), error)
    assert process.exitValue() == 0: error
}
openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'build.key')
openssl('pkey', '-in', 'build.key', '-pubout', '-out', 'build.pub')
new File(basedir, 'trusting.xml').text = """<settings>
  <profiles>
    <profile><id>keys</id><properties><image.trustedKeys>${new File(basedir, 'build.pub')}</image.trustedKeys></properties></profile>
  </profiles>
  <activeProfiles><activeProfile>keys</activeProfile></activeProfiles>
</settings>
"""
true
