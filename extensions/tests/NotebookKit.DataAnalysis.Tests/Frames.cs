using Microsoft.Data.Analysis;

namespace NotebookKit.DataAnalysis.Tests;

/// <summary>Data frames that tests look at.</summary>
internal static class Frames
{
    /// <summary>The folder above extensions/.</summary>
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    /// <summary>Some animals: text, floats with a gap, whole numbers, true and false.</summary>
    public static DataFrame Animals() => new(
        new StringDataFrameColumn("kind", ["cat", "dog", "cat", "bird", "dog", "cat"]),
        new SingleDataFrameColumn("weight", [4.5f, 20, null, 0.25f, 30, 5]),
        new Int32DataFrameColumn("legs", [4, 4, 4, 2, 4, 4]),
        new BooleanDataFrameColumn("tame", [true, true, false, false, true, true]));

    /// <summary>A column of each kind of number, with gaps where asked.</summary>
    public static DataFrame EveryKind(Rng rng, int rows, bool gaps)
    {
        T?[] Values<T>(Func<T> draw)
            where T : struct => [.. Enumerable.Range(0, rows).Select(_ => gaps && rng.Next(5) == 0 ? (T?)null : draw())];
        return new DataFrame(
            new SingleDataFrameColumn("single", Values(() => (float)((2 * rng.NextDouble()) - 1))),
            new DoubleDataFrameColumn("double", Values(() => ((2 * rng.NextDouble()) - 1) * 1000)),
            new Int32DataFrameColumn("int", Values(() => rng.Next(2000) - 1000)),
            new Int64DataFrameColumn("long", Values(() => (long)rng.Next(2000) - 1000)),
            new ByteDataFrameColumn("byte", Values(() => (byte)rng.Next(256))),
            new SByteDataFrameColumn("sbyte", Values(() => (sbyte)(rng.Next(256) - 128))),
            new Int16DataFrameColumn("short", Values(() => (short)(rng.Next(2000) - 1000))),
            new UInt16DataFrameColumn("ushort", Values(() => (ushort)rng.Next(2000))),
            new UInt32DataFrameColumn("uint", Values(() => (uint)rng.Next(2000))),
            new UInt64DataFrameColumn("ulong", Values(() => (ulong)rng.Next(2000))),
            new DecimalDataFrameColumn("decimal", Values(() => rng.Next(2000) / 8m)),
            new BooleanDataFrameColumn("bool", Values(() => rng.Next(2) == 1)));
    }

    /// <summary>The iris flowers as this library reads a CSV file; the first line of the file is no header.</summary>
    public static DataFrame Iris()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Root, "data/tabular/iris.csv"));
        string[] names = lines[0].Split(',')[2..];
        IEnumerable<string> rows = lines[1..].Select(line => $"{line[..line.LastIndexOf(',')]},{names[int.Parse(line[(line.LastIndexOf(',') + 1)..])]}");
        return DataFrame.LoadCsvFromString("sepal length,sepal width,petal length,petal width,species\n" + string.Join('\n', rows));
    }

    private static string Above(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "NotebookKit.sln")))
            {
                return at.FullName;
            }
        }

        throw new DirectoryNotFoundException($"{folder} lies below no NotebookKit.sln");
    }
}
