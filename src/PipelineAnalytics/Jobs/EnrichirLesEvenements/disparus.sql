-- Of the users in corrige, those who have no event any more need no number: their identifier goes with their events.
delete from pipeline.utilisateur u
using (select distinct id_utilisateur from corrige) c
where u.id_utilisateur = c.id_utilisateur
  and not exists (select from public.evenement_engagement e where e.id_utilisateur = c.id_utilisateur)
