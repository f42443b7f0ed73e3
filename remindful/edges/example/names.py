"""Names, streets and towns of the example. People and streets are invented; towns, ZIPs and area codes are real."""

_WOMEN = (
    "Abigail Alice Amber Amelia Andrea Angela Anna Ashley Ava Beatrice Bethany Brenda Brianna Camille Carla "
    "Carol Cassidy Catherine Charlotte Claire Clara Courtney Danielle Deborah Denise Diane Donna Doris Edith "
    "Elaine Eleanor Elise Ella Emily Emma Erin Esther Eva Evelyn Faith Fiona Frances Gail Georgia Gloria Grace "
    "Hannah Harper Hazel Heather Helen Holly Ida Irene Isabel Jacqueline Jane Janet Jasmine Jean Jennifer "
    "Jessica Joan Joyce Judith Julia June Karen Katherine Kayla Kelly Kimberly Latoya Laura Lauren Leah Lillian "
    "Linda Lisa Lois Lorraine Lucy Lydia Madison Margaret Marie Martha Mary Megan Melissa Mia Michelle Monica "
    "Nancy Naomi Natalie Nicole Nora Olivia Paige Pamela Patricia Phyllis Priscilla Rachel Rebecca Renee Rose "
    "Ruby Ruth Samantha Sandra Sarah Sharon Sheila Shirley Sonya Sophia Stella Susan Tamara Tanya Teresa Tiffany "
    "Tina Vanessa Vera Veronica Victoria Violet Virginia Vivian Wendy Yolanda Yvonne Zoe"
)
WOMEN = tuple(_WOMEN.split())
_MEN = (
    "Aaron Adam Alan Albert Alexander Andre Andrew Anthony Arthur Austin Barry Benjamin Bernard Brandon Brian "
    "Bruce Caleb Calvin Cameron Carl Charles Christian Clarence Clifford Cody Connor Craig Curtis Dale Daniel "
    "Darrell David Dennis Derek Dominic Donald Douglas Dustin Dylan Earl Edgar Edward Elijah Eric Ethan Eugene "
    "Evan Felix Francis Frank Frederick Gabriel Garrett Gary George Gerald Gilbert Glenn Gordon Gregory Harold "
    "Harry Harvey Henry Herbert Howard Hugh Hunter Ian Isaac Isaiah Jack Jacob Jamal James Jason Jeffrey Jeremy "
    "Jerome Jesse Joel John Jonathan Jordan Joseph Joshua Julian Justin Keith Kenneth Kevin Kyle Lawrence "
    "Leonard Leroy Lewis Liam Logan Louis Lucas Luke Marcus Mark Marshall Martin Marvin Matthew Maurice Melvin "
    "Michael Mitchell Nathan Neil Nicholas Noah Norman Oliver Oscar Owen Patrick Paul Perry Peter Philip Ralph "
    "Randall Raymond Reginald Richard Robert Rodney Roger Ronald Roy Russell Ryan Samuel Scott Sean Shawn Simon "
    "Stanley Stephen Steven Terrence Theodore Thomas Timothy Todd Travis Trevor Tyler Vernon Victor Vincent "
    "Walter Warren Wesley William Zachary"
)
MEN = tuple(_MEN.split())
_SPANISH_WOMEN = (
    "Adriana Alejandra Alicia Ana Beatriz Carmen Carolina Cecilia Claudia Daniela Dolores Elena Esperanza Estela "
    "Gabriela Graciela Guadalupe Inés Irma Josefina Juana Leticia Lourdes Lucía Luz Magdalena Marcela María "
    "Mariana Marisol Mercedes Miriam Natalia Norma Paloma Patricia Pilar Raquel Rocío Rosa Rosario Silvia Sofía "
    "Soledad Susana Teresa Valeria Verónica Ximena Yolanda"
)
SPANISH_WOMEN = tuple(_SPANISH_WOMEN.split())
_SPANISH_MEN = (
    "Alejandro Alfonso Álvaro Andrés Antonio Arturo Carlos César Diego Eduardo Emilio Enrique Ernesto Esteban "
    "Federico Felipe Fernando Francisco Gerardo Gonzalo Guillermo Gustavo Héctor Hugo Ignacio Javier Jesús "
    "Joaquín Jorge José Juan Julio Lorenzo Luis Manuel Mario Mateo Miguel Pablo Pedro Rafael Ramón Raúl Ricardo "
    "Roberto Rodrigo Salvador Santiago Sergio Tomás"
)
SPANISH_MEN = tuple(_SPANISH_MEN.split())
_LAST = (
    "Abbott Adkins Aldridge Ames Ashby Atwood Bagley Bainbrook Barlow Barton Beasley Beckett Bellamy Birch "
    "Blackwell Bolton Boone Bowden Bradshaw Brantley Briggs Brisco Brockway Burgess Burnham Caldwell Calloway "
    "Cantrell Carlisle Carrington Carver Chandler Chastain Clayborn Clifton Coleridge Colquitt Conway Corbin "
    "Cottrell Crenshaw Croft Crowder Culpepper Dalton Darnell Davenport Dawson Denby Dillard Drayton Dudley "
    "Eastman Edgerton Ellington Ellsworth Emory Fairbanks Farrow Fenwick Finley Fleming Foss Fullerton Gaines "
    "Garland Gentry Gilmore Goodwin Grady Granger Greenlee Gresham Hadley Hale Halstead Hardin Hargrove Harlan "
    "Hastings Haywood Hensley Hightower Hollis Holloway Hooper Huxley Ingram Irvine Jarrell Jernigan Kearney "
    "Keller Kendrick Kirby Kittrell Lambert Langley Lanier Latham Ledford Linwood Lockhart Lowell Lyles Maddox "
    "Mallory Marlow Mayfield McAllister McBride McClellan McCoy McDuffie McKinnon Meeks Merritt Millwood Minton "
    "Montrose Moseley Nance Nettles Norwood Oakley Odom Overstreet Pace Padgett Parrish Peeples Pemberton "
    "Pickett Poole Prescott Pruitt Quarles Quincey Rainey Ransom Rawlins Redding Reeves Ridley Roper Rowland "
    "Rutledge Salter Sawyer Seabrook Sewell Shelton Sikes Sinclair Snead Spears Stallings Stanton Sterling "
    "Stokes Strickland Sumner Tatum Thigpen Thornton Tillman Townsend Tisdale Tolbert Treadwell Tucker Underhill "
    "Vance Vickers Wadsworth Wainwright Walden Warfield Weathers Wentworth Whitaker Wilcox Wingate Winslow "
    "Woodall Worthy Wyatt Yancey Yarborough Zeigler"
)
LAST = tuple(_LAST.split())
_SPANISH_LAST = (
    "Acosta Aguilar Alvarado Arroyo Bautista Benítez Cabrera Calderón Campos Cárdenas Castillo Cervantes "
    "Contreras Delgado Domínguez Escobar Espinoza Estrada Figueroa Fuentes Galindo Gallegos Guerrero Gutiérrez "
    "Herrera Hidalgo Ibarra Jiménez Lozano Luna Maldonado Márquez Medina Méndez Molina Montoya Morales Navarro "
    "Núñez Ochoa Ortega Pacheco Peña Quiroga Ramos Robles Rojas Salazar Salinas Sandoval Serrano Suárez Trujillo "
    "Valdez Vargas Vega Velasco Villanueva Zamora Zúñiga"
)
SPANISH_LAST = tuple(_SPANISH_LAST.split())
_STREETS = (
    "Heron Marsh|Longleaf|Blue Crab|Sandhill|Tupelo Bend|Cypress Knee|Red Clay|Palmetto Trace|Wiregrass|Moonvine|"
    "Pecan Row|Quail Hollow|Oystercatcher|Spring Run|Turkey Oak|Camellia Gate|Lantern|Gopher Hill|"
    "Plantation Mill|Sawgrass|Old Ferry|Muscadine|Kingfisher|Willow Sink|Magnolia Stump|Fiddler|Live Oak Ring|"
    "Cane Syrup|Swallowtail|Cattail|Mayhaw|Bottle Brush|Saltwater|Osprey Nest|Limestone|Tobacco Barn|"
    "Ghost Orchid|Paper Mill|Nightjar|Buttonbush"
)
STREETS = tuple(_STREETS.split("|"))
STREET_KINDS = ("Ln", "Rd", "Dr", "Ct", "Way", "Trl", "St", "Ave")

#: City, state, ZIP, area code, zone, weight. Checked against the `zipcodes` package by a test.
TOWNS: tuple[tuple[str, str, str, str, str, int], ...] = (
    ("Tallahassee", "FL", "32301", "850", "America/New_York", 90),
    ("Tallahassee", "FL", "32303", "850", "America/New_York", 110),
    ("Tallahassee", "FL", "32304", "850", "America/New_York", 70),
    ("Tallahassee", "FL", "32308", "850", "America/New_York", 80),
    ("Tallahassee", "FL", "32309", "850", "America/New_York", 90),
    ("Tallahassee", "FL", "32312", "850", "America/New_York", 90),
    ("Crawfordville", "FL", "32327", "850", "America/New_York", 50),
    ("Quincy", "FL", "32351", "850", "America/New_York", 40),
    ("Havana", "FL", "32333", "850", "America/New_York", 25),
    ("Monticello", "FL", "32344", "850", "America/New_York", 25),
    ("Marianna", "FL", "32446", "850", "America/Chicago", 45),
    ("Marianna", "FL", "32448", "850", "America/Chicago", 25),
    ("Panama City", "FL", "32401", "850", "America/Chicago", 30),
    ("Panama City", "FL", "32405", "850", "America/Chicago", 25),
    ("Chipley", "FL", "32428", "850", "America/Chicago", 25),
    ("Thomasville", "GA", "31757", "229", "America/New_York", 40),
    ("Thomasville", "GA", "31792", "229", "America/New_York", 40),
    ("Bainbridge", "GA", "39817", "229", "America/New_York", 35),
    ("Bainbridge", "GA", "39819", "229", "America/New_York", 25),
    ("Cairo", "GA", "39828", "229", "America/New_York", 30),
)
#: Area codes of mobiles that people brought along from elsewhere; of the second list, the address is elsewhere too.
BROUGHT_AREA_CODES = ("213", "615", "404", "312", "303", "212")
FAR_TOWNS: tuple[tuple[str, str, str, str, str], ...] = (
    ("Nashville", "TN", "37206", "615", "America/Chicago"),
    ("Los Angeles", "CA", "90026", "213", "America/Los_Angeles"),
    ("Columbus", "OH", "43215", "614", "America/New_York"),
    ("Chicago", "IL", "60614", "312", "America/Chicago"),
    ("Denver", "CO", "80211", "303", "America/Denver"),
)
EMAIL_HOSTS = ("example.org", "example.com", "example.net")
