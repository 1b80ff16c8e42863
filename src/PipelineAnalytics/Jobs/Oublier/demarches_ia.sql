-- Of those found, who counts in analytics_fonctionnalites_demarches_ia: the rule of its model.sql.
insert into pipeline.oubli_demarches_ia (id_utilisateur)
select o.pseudonyme
from oubli o
join public.jeune j on j.id::text = o.id_utilisateur
where o.connu
  and exists (
    select
    from public.conseiller c
    join public.feature_flip f on f.email_conseiller::text = c.email::text
    where c.id::text in (j.id_conseiller::text, j.id_conseiller_initial::text) and f.feature_tag::text = 'DEMARCHES_IA'
  )
