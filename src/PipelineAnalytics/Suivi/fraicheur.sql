-- $1 verbs, $2 the moment from which a run counts, $3 now: a run that was replayed with a later clock says nothing
-- A mirror that was brought back (--revenir) is an earlier one: that run says nothing either.
-- One row per verb, in their order: its last success; the end of the first that counts; the last run, if it is no success; whether one runs.
select v.verbe, bon.date_debut, premier.fin, dernier.date_debut, dernier.erreur, dernier.date_fin is not null as terminee,
       exists (
         select
         from pipeline.suivi_job s
         join pg_stat_activity a
           on a.pid = s.session_pid
           -- a role without pg_read_all_stats does not see when the sessions of others began: a recent sign of life stands for it
           and (a.backend_start = s.session_debut or (a.backend_start is null and s.battement > clock_timestamp() - interval '10 minutes'))
         where s.type_job = v.verbe and s.date_fin is null
       ) as en_cours
from unnest($1::text[]) with ordinality v (verbe, rang)
left join lateral (
  select s.date_debut
  from pipeline.suivi_job s
  where s.type_job = v.verbe and s.succes and s.date_debut <= $3 and not coalesce(s.resultat ? 'cameBack', false)
  order by s.date_debut desc
  limit 1
) bon on true
left join lateral (
  select min(s.date_fin) as fin
  from pipeline.suivi_job s
  where s.type_job = v.verbe and s.succes and s.date_debut between $2 and $3 and not coalesce(s.resultat ? 'cameBack', false)
) premier on true
left join lateral (
  select s.date_debut, s.erreur, s.date_fin
  from (
    select s.date_debut, s.erreur, s.date_fin, s.succes
    from pipeline.suivi_job s
    where s.type_job = v.verbe and s.date_debut <= $3
    order by s.date_debut desc, s.id desc
    limit 1
  ) s
  where s.succes is not true
) dernier on true
order by v.rang
