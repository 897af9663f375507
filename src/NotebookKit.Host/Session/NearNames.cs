namespace NotebookKit.Host.Session;

/// <summary>Finds the names that a misspelt one may have meant.</summary>
internal static class NearNames
{
    /// <summary>At most three names, the nearest first; none when nothing is near.</summary>
    public static IReadOnlyList<string> Of(string wrong, IEnumerable<string> known)
    {
        var most = Math.Max(1, wrong.Length / 3);
        return [.. known
            .Distinct(StringComparer.Ordinal)
            .Where(name => name != wrong && Math.Abs(name.Length - wrong.Length) <= most)
            .Select(name => (Name: name, Steps: Steps(wrong.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(near => near.Steps <= most)
            .OrderBy(near => near.Steps)
            .ThenBy(near => near.Name, StringComparer.Ordinal)
            .Take(3)
            .Select(near => near.Name)];
    }

    /// <summary>How many letters must be put in, taken out, replaced, or swapped with their neighbour (Damerau's distance).</summary>
    private static int Steps(string a, string b)
    {
        var steps = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    steps[i, j] = i + j;
                    continue;
                }

                var replaced = steps[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                steps[i, j] = Math.Min(replaced, Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
                }
            }
        }

        return steps[a.Length, b.Length];
    }
}
