-- $1 the moment before which nothing is sent: the webhook does not take messages now
update pipeline.message
set prochain = $1
where id in (select id from pipeline.message where prochain < $1 for update skip locked)
