// What a comma in invoker.properties would split.
new File(basedir, '.mvn').mkdirs()
new File(basedir, '.mvn/maven.config').text = '-Dimage.environment=dev,share\n'
new File(basedir, 'environments.xml').text = """<environments>
  <environment><id>dev</id><registry>$registry</registry></environment>
  <environment><id>share</id><registry>oci:registries/share</registry></environment>
</environments>
"""
// Whether Java 25 can be had decides whether its main methods are tried.
def version = (new File(secondJavaHome, 'release').text =~ /JAVA_VERSION="(\d+)/)[0][1] as int
if (version >= 25) {
    new File(basedir, 'java25/second-jdk').text = secondJavaHome
}
// What a script returns, if anything, is whether it went well.
return true
