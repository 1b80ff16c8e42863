-- $1 a week: takes the use of features by the users in corrige away, nobody's too where he is noted, to be counted anew.
delete from pipeline.usage_hebdo
where semaine = $1::text::date
  and (utilisateur in (select u.numero from corrige c join pipeline.utilisateur u using (id_utilisateur) where c.semaine = $1::text::date)
    or utilisateur is null and exists (select from corrige where semaine = $1::text::date and id_utilisateur is null))
