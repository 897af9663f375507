namespace NotebookKit.Data;

/// <summary>Iris: 150 flowers, three species, four lengths.</summary>
internal static class IrisLoader
{
    /// <summary>Finds and reads the set.</summary>
    public static (TableArrays Table, Origin Origin) Load(DataFinder finder)
    {
        var found = finder.Find(DatasetTable.Iris);
        var table = HeadedTable.Read(
            found[0], "sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)");
        return (table, found.Origin(table.Rows));
    }
}
