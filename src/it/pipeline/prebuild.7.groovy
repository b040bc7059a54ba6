new File(basedir, 'src/main/resources/greeting.txt').write('Hello again.\n')
// Build 7 as it was promoted, to compare with.
new File(basedir, 'build-7-image.json').bytes = new File(basedir, 'target/pipeline-1.0-image.json').bytes
new File(basedir, 'prod-7.json').bytes = new File(basedir, 'target/image/promote-prod.json').bytes
new File(basedir, 'build-7-image.tar').bytes = new File(basedir, 'target/pipeline-1.0-image.tar').bytes
true
