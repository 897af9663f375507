namespace NotebookKit.Data;

/// <summary>The table of data sets, part two: small tables of the classic text books.</summary>
internal static partial class DatasetTable
{
    /// <summary>150 iris flowers of three species: four lengths in cm.</summary>
    public static readonly DatasetInfo Iris = new(
        "iris", "tabular",
        "150 iris flowers of three species: four lengths in cm.",
        "BSD-3-Clause (scikit-learn); data public at UCI",
        "Fisher: The use of multiple measurements in taxonomic problems, 1936.",
        [
            new("iris.csv", 2_734, "f13ffa8fdd56fd8e6c8d16d4081a3fbd3114bcd0aae4256c43205169cd9d1449"),
        ]);

    /// <summary>178 wines of three growers: 13 chemical measurements.</summary>
    public static readonly DatasetInfo Wine = new(
        "wine", "tabular",
        "178 wines of three growers: 13 chemical measurements.",
        "BSD-3-Clause (scikit-learn); data public at UCI",
        "Forina et al.: PARVUS, 1988; UCI Wine.",
        [
            new("wine_data.csv", 11_157, "10e8a802908b34f86e5da8ce962f3c806694bc98450a18f61851af59f324bede"),
        ]);

    /// <summary>569 tumours, malignant or benign: 30 measurements of cell nuclei.</summary>
    public static readonly DatasetInfo BreastCancer = new(
        "breast-cancer", "tabular",
        "569 tumours, malignant or benign: 30 measurements of cell nuclei.",
        "BSD-3-Clause (scikit-learn); data public at UCI",
        "Street, Wolberg, Mangasarian: Nuclear feature extraction for breast tumor diagnosis, 1993.",
        [
            new("breast_cancer.csv", 119_913, "fed3eb72d0575ef6192293f5093c6e801b1476b577d0386bf4455504522172ed"),
        ]);

    /// <summary>442 patients: ten measurements, target the progress of diabetes after one year.</summary>
    public static readonly DatasetInfo Diabetes = new(
        "diabetes", "tabular",
        "442 patients: ten measurements, target the progress of diabetes after one year.",
        "BSD-3-Clause (scikit-learn); data public at UCI",
        "Efron, Hastie, Johnstone, Tibshirani: Least angle regression, 2004.",
        [
            new("diabetes_data_raw.csv", 19_733, "ec2683754c379fdffc39f53922c475eff67e2fb9c94c7c27207b7c4371d51726"),
            new("diabetes_target.csv", 11_050, "244713a551f62a291a354212d8a048adec6cb1244b2bc44e66a0698f5006d26d"),
        ]);

    /// <summary>1,797 handwritten digits, 8 x 8, values 0 to 16.</summary>
    public static readonly DatasetInfo Digits = new(
        "digits", "tabular",
        "1,797 handwritten digits, 8 x 8, values 0 to 16.",
        "BSD-3-Clause (scikit-learn); data public at UCI",
        "Alpaydin, Kaynak: Optical recognition of handwritten digits, UCI, 1998.",
        [
            new("digits.csv", 264_712, "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8"),
        ])
    {
        Classes = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
    };

    /// <summary>406 cars of 1970 to 1982: fuel consumption from six properties and the origin.</summary>
    public static readonly DatasetInfo AutoMpg = new(
        "auto-mpg", "tabular",
        "406 cars of 1970 to 1982: fuel consumption from six properties and the origin.",
        "UCI/StatLib; distributed 1982 for educational and scientific purposes",
        "Ramos, Donoho: ASA Data Exposition, 1983; UCI Auto MPG.",
        [
            new("cars.json", 100_492, "f686a53678b21f4231e2f6a5ba7ce5761d9d39204fccdea1caa29fb8c460e319"),
        ]);

    /// <summary>344 penguins of three species: four measurements, island and sex.</summary>
    public static readonly DatasetInfo Penguins = new(
        "penguins", "tabular",
        "344 penguins of three species: four measurements, island and sex.",
        "CC0",
        "Gorman, Williams, Fraser 2014; Horst, Hill, Gorman: palmerpenguins, 2020.",
        [
            new("penguins.json", 67_119, "0facf769609f1205b82cbceb8238c36af3e6147a0ca0e163902cc6281ce3e917"),
        ]);

    /// <summary>20,640 blocks of houses in California, 1990 census: eight numbers, the distance to the sea, target the median value. Not in this repository: needs NOTEBOOKKIT_DATA.</summary>
    public static readonly DatasetInfo CaliforniaHousing = new(
        "california-housing", "tabular",
        "20,640 blocks of houses in California, 1990 census: eight numbers, the distance to the sea, target the median value. Not in this repository: needs NOTEBOOKKIT_DATA.",
        "Public census data; this copy from an Apache-2.0 repository",
        "Pace, Barry: Sparse spatial autoregressions, 1997; Geron: handson-ml2.",
        [
            new("california_housing.csv", 1_423_529, "8a3727f4cf54ac1a327f69b1d5b4db54c5834ea81c6e4efc0d163300022a685e"),
        ]);
}
