-- $1 a week: takes the activity of the users in corrige away, to be counted anew.
delete from pipeline.activite_hebdo
where semaine = $1::text::date
  and utilisateur in (select u.numero from corrige c join pipeline.utilisateur u using (id_utilisateur) where c.semaine = $1::text::date)
