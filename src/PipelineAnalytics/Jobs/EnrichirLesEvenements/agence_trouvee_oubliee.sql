-- Those who have an agency now need not be tried again.
delete from pipeline.utilisateur_sans_agence u
using agence_trouvee t
where (u.semaine, u.id_utilisateur, u.type_utilisateur) = (t.semaine, t.id_utilisateur, t.type_utilisateur)
