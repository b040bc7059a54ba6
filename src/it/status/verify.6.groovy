def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

// The fifth call listed both promotions to dev, the newest first.
def listed = facts.log().readLines().findAll { it =~ /Z +[12] +1\.0 .*,latest/ }
assert listed.size() == 2
assert listed[0] =~ / 2 +1\.0 /

def dev = facts.json('target/image/status.json').images[0].holdings[0]
assert dev.current.buildId == '1'
assert dev.flags*.kind.contains('drift')
