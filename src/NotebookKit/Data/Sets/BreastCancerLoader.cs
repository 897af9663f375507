namespace NotebookKit.Data;

/// <summary>Breast cancer (Wisconsin): 569 tumours, malignant (0) or benign (1), 30 measurements.</summary>
internal static class BreastCancerLoader
{
    private static readonly string[] Measurements =
    [
        "radius", "texture", "perimeter", "area", "smoothness",
        "compactness", "concavity", "concave points", "symmetry", "fractal dimension",
    ];

    /// <summary>Finds and reads the set.</summary>
    public static (TableArrays Table, Origin Origin) Load(DataFinder finder)
    {
        var found = finder.Find(DatasetTable.BreastCancer);

        // Ten measurements of each nucleus; a row holds their means, then their standard errors, then their worst.
        string[] names =
        [
            .. Measurements.Select(name => "mean " + name),
            .. Measurements.Select(name => name + " error"),
            .. Measurements.Select(name => "worst " + name),
        ];
        var table = HeadedTable.Read(found[0], names);
        return (table, found.Origin(table.Rows));
    }
}
