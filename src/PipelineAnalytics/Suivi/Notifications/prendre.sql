-- $1 now, $2 the last message that this round has tried
-- The next message to send, locked until its fate is written: another process finds it locked, or changed. In the order in which they
-- were written; a new one makes those before it due, for it must not come before them.
select m.id, m.texte, m.essais, m.cree
from pipeline.message m
join (
  select id, essais
  from pipeline.message
  where id > $2 and prochain is not null
    and (prochain <= $1 or id < (select max(id) from pipeline.message where prochain <= $1 and essais = 0))
  order by id
  limit 1
) n on n.id = m.id
where m.prochain is not null and m.essais = n.essais
for update of m skip locked
