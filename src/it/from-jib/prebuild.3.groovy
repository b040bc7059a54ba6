def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

facts.file('src/main/jib/etc/motd').text = 'Welcome back.\n'
facts.file('first.tar').bytes = facts.archive().bytes
assert facts.file('first.tar').file
