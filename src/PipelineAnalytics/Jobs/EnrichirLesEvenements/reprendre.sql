-- $1 a week: its events of the users in corrige, nobody's too where he is noted, are to be counted anew. Two arms, so that the
-- first goes by the index of users.
insert into evenement_a_cumuler
select e.*
from public.evenement_engagement e
where e.semaine = $1::text::date and e.id_utilisateur in (select id_utilisateur from corrige where semaine = $1::text::date)
union all
select e.*
from public.evenement_engagement e
where e.semaine = $1::text::date and e.id_utilisateur is null
  and exists (select from corrige where semaine = $1::text::date and id_utilisateur is null)
