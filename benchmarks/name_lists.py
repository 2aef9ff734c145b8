"""Names for people who do not exist, common ones first.

Source: common Spanish names as anyone knows them; the order is a guess, and so are the shares that
        are made from it; rare surnames are put together from syllables
"""

from __future__ import annotations

from itertools import product
from typing import Final

_WOMEN = (
    "María Carmen Ana Isabel Laura Cristina Marta Lucía Dolores Pilar Josefa Teresa Elena Paula "
    "Raquel Rosa Antonia Francisca Mercedes Sara Beatriz Concepción Rosario Manuela Nuria "
    "Silvia Patricia Rocío Julia Irene Montserrat Alba Andrea Encarnación Inmaculada Sofía "
    "Yolanda Eva Marina Martina Claudia Carla Daniela Victoria Luisa Margarita Alicia Noelia "
    "Amparo Susana Ángela Consuelo Lourdes Verónica Begoña Inés Esther Natalia Carolina Emilia "
    "Gloria Aurora Olga Catalina Magdalena "
)
_MEN = (
    "Antonio José Manuel Francisco David Juan Javier Daniel Carlos Jesús Alejandro Miguel "
    "Rafael Pablo Pedro Ángel Sergio Fernando Luis Jorge Alberto Álvaro Diego Adrián Raúl "
    "Enrique Ramón Vicente Iván Rubén Óscar Andrés Joaquín Santiago Eduardo Víctor Mario "
    "Roberto Jaime Ignacio Marcos Alfonso Salvador Ricardo Hugo Emilio Guillermo Julián Gabriel "
    "Tomás Agustín Gonzalo Martín Gregorio Nicolás Julio Sebastián Federico Bartolomé Esteban "
    "Rodrigo Alfredo Samuel Héctor "
)
_SURNAMES = (
    "García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz "
    "Hernández Díaz Moreno Muñoz Álvarez Romero Alonso Gutiérrez Navarro Torres Domínguez "
    "Vázquez Ramos Gil Ramírez Serrano Blanco Molina Morales Suárez Ortega Delgado Castro Ortiz "
    "Rubio Marín Sanz Núñez Iglesias Medina Garrido Cortés Castillo Santos Lozano Guerrero Cano "
    "Prieto Méndez Cruz Calvo Gallego Vidal León Márquez Herrera Peña Flores Cabrera Campos "
    "Vega Fuentes Carrasco Diez Reyes Caballero Nieto Aguilar Pascual Herrero Santana Lorenzo "
    "Hidalgo Montero Ibáñez Giménez Ferrer Durán Vicente Benítez Mora Santiago Arias Vargas "
    "Carmona Crespo Román Pastor Soto Sáez Velasco Soler Moya Esteban Parra Bravo Gallardo "
    "Rojas Pardo Merino Franco Espinosa Izquierdo Lara Rivas Silva Rivera Casado Arroyo Redondo "
    "Camacho Rey Vera Otero Luque Galán Montes Ríos Sierra Segura Carrillo Marcos Martí Soriano "
    "Mendoza Bernal Robles Vila Valero Palacios Expósito Benito Andrés Varela Pereira Macías "
    "Guerra Heredia Bueno Roldán Mateo Villar Contreras Miranda Guillén Mateos Escudero "
    "Menéndez Casas Aguilera Rivero Estévez Beltrán Padilla Gracia Rico Calderón Abad Galindo "
    "Conde Salas Quintana Jurado Plaza Acosta Aranda Blázquez Bermúdez Roca Santamaría "
)
_BEGINNINGS = (
    "Al Ar Ba Be Bar Ca Car Co Do Es Fa Go Gar Iz Ja La Lo Ma Men Mo Na Or Pa Que Ro Sa Ta Ur "
    "Va Za "
)
_MIDDLES = "ba ca de do fe ga gui la le ma mon na ni pe ra re rri sa sti ta te va xi zo "
_ENDINGS = "les rra da gui no ra te ga lde bal res ño rena to zábal chea nda rte ll "
WOMEN: Final = tuple(_WOMEN.split())
MEN: Final = tuple(_MEN.split())
COMMON_SURNAMES: Final = tuple(_SURNAMES.split())
RARE_SURNAMES: Final = tuple(
    "".join(parts) for parts in product(_BEGINNINGS.split(), _MIDDLES.split(), _ENDINGS.split())
)
NICKNAMES: Final = {
    "José": ("Pepe",),
    "Francisco": ("Paco", "Fran", "Curro"),
    "Manuel": ("Manolo", "Manu"),
    "Ignacio": ("Nacho",),
    "Antonio": ("Toni",),
    "Dolores": ("Lola", "Loli"),
    "Concepción": ("Concha", "Conchi"),
    "Rosario": ("Charo",),
    "Consuelo": ("Chelo",),
    "Pilar": ("Pili",),
    "Mercedes": ("Merche",),
    "Francisca": ("Paqui",),
    "Josefa": ("Pepa", "Fina"),
    "Isabel": ("Isa",),
    "Teresa": ("Tere",),
    "Enrique": ("Quique", "Kike"),
    "Eduardo": ("Edu",),
    "Rafael": ("Rafa",),
    "Javier": ("Javi",),
    "Guillermo": ("Guille",),
    "Fernando": ("Fer", "Nando"),
    "Alejandro": ("Álex",),
    "Santiago": ("Santi",),
    "Jesús": ("Chus",),
    "Beatriz": ("Bea",),
    "Cristina": ("Cris",),
    "Inmaculada": ("Inma",),
    "Encarnación": ("Encarni",),
    "Montserrat": ("Montse",),
    "Patricia": ("Patri",),
    "Susana": ("Susi",),
    "Magdalena": ("Malena",),
}
