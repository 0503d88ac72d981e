# Logs through Ruby's Logger, and fails with a cause.
require 'logger'

log = Logger.new($stderr, progname: ARGV[0])

def total(lines)
  lines.sum { |line| Integer(line) }
end

def invoice(number, lines)
  total(lines)
rescue ArgumentError
  raise "invoice #{number} has no total"
end

log.debug('fonts are loaded')
(71..73).each { |number| log.info("invoice #{number} is written, #{number * 2} EUR") }
begin
  invoice(74, %w[12 x])
rescue StandardError => e
  log.error(e)
  log.error("invoice 74 was not written: #{e.message} (#{e.class})\n#{e.backtrace.join("\n")}")
end
log.warn('the printer is slow, 4 pages wait')
log.fatal { 'no paper' }
log.unknown('the printer answers nonsense')
invoice(75, %w[y])
