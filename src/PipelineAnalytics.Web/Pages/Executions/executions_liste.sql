-- Exécutions : ce qui a tourné, quand, combien de temps, avec quelle issue.
-- Une ligne par exécution, la plus récente d'abord. L'habitude est la durée médiane des 20 réussites précédentes du même travail, dès qu'il y en a trois. Une exécution sans fin
-- est en cours tant que sa session est là ; sinon son processus a été arrêté : elle est interrompue. La durée d'une exécution en cours court encore.
-- $1 travail (texte, facultatif) : un travail (un verbe) ; vide, tous
-- $2 etat (texte, facultatif, parmi en_cours reussie echouee interrompue) : vide, tous
-- $3 depuis (semaine, facultatif) : celles commencées depuis ce lundi ; vide, toutes
-- $4 avant (entier, facultatif, de 1 à 2147483647) : celles d'un numéro plus petit ; vide, les dernières
-- $5 nombre (entier, facultatif, de 1 à 10000) : lignes au plus ; vide, 25
-- $6 id (entier, facultatif, de 1 à 2147483647) : celle de ce numéro ; vide, toutes
with execution as (
  select s.*,
         case
           when s.succes then 'reussie'
           when not s.succes then 'echouee'
           when exists (
             -- Un rôle sans pg_read_all_stats ne voit pas le début des sessions des autres : un signe de vie récent en tient lieu.
             select
             from pg_stat_activity a
             where a.pid = s.session_pid
               and (a.backend_start = s.session_debut or (a.backend_start is null and s.battement > clock_timestamp() - interval '10 minutes'))
           ) then 'en_cours'
           else 'interrompue'
         end as etat
  from pipeline.suivi_job s
), choisie as (
  select *
  from execution
  where ($1::text is null or type_job = $1) and ($2::text is null or etat = $2)
    and ($3::date is null or date_debut >= $3) and ($4::integer is null or id < $4) and ($6::integer is null or id = $6)
  order by id desc
  limit coalesce($5::integer, 25)
)
select c.id, c.type_job as travail, c.etat, c.date_metier as nuit, c.date_debut, c.date_fin,
       case when c.etat = 'en_cours' then (extract(epoch from clock_timestamp() - c.session_debut) * 1000)::bigint else c.duree_ms end as duree_ms,
       h.habitude_ms, c.resultat::text as resultat, c.erreur
from choisie c
left join lateral (
  select percentile_cont(0.5) within group (order by duree_ms)::bigint as habitude_ms
  from (select duree_ms from pipeline.suivi_job p where p.type_job = c.type_job and p.succes and p.id < c.id order by p.id desc limit 20) p
  having count(*) >= 3
) h on true
order by c.id desc;
