namespace NotebookKit.Data;

/// <summary>Wine: 178 wines of three growers, 13 chemical measurements on very different scales.</summary>
internal static class WineLoader
{
    /// <summary>Finds and reads the set.</summary>
    public static (TableArrays Table, Origin Origin) Load(DataFinder finder)
    {
        var found = finder.Find(DatasetTable.Wine);
        var table = HeadedTable.Read(
            found[0],
            "alcohol",
            "malic acid",
            "ash",
            "alcalinity of ash",
            "magnesium",
            "total phenols",
            "flavanoids",
            "nonflavanoid phenols",
            "proanthocyanins",
            "color intensity",
            "hue",
            "OD280/OD315 of diluted wines",
            "proline");
        return (table, found.Origin(table.Rows));
    }
}
