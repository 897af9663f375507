using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace NotebookKit.Files;

/// <summary>The arrays of a file by their names, in the order of the file.</summary>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
[SuppressMessage("Naming", "CA1710", Justification = "It is read as arrays by name; that it is a dictionary says its interface.")]
public sealed class NamedArrays : IReadOnlyDictionary<string, NpyArray>
{
    private const int MostLines = 200;
    private readonly Dictionary<string, NpyArray> arrays = new(StringComparer.Ordinal);
    private readonly List<string> notFinite = [];
    private readonly bool refuseNotFinite;

    /// <summary>Starts without arrays.</summary>
    internal NamedArrays(FileLimits limits) => refuseNotFinite = limits.RefuseNotFinite;

    /// <summary>The names of the arrays that hold a NaN or an infinity: such weights make every output NaN.</summary>
    public IReadOnlyList<string> NotFinite => notFinite;

    /// <inheritdoc/>
    public int Count => arrays.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => arrays.Keys;

    /// <inheritdoc/>
    public IEnumerable<NpyArray> Values => arrays.Values;

    /// <inheritdoc/>
    public NpyArray this[string key] => arrays.TryGetValue(key, out NpyArray? array)
        ? array
        : throw new KeyNotFoundException($"There is no array '{key}'; the file has {string.Join(", ", arrays.Keys.Take(20))}{(Count > 20 ? ", ..." : string.Empty)}.");

    /// <inheritdoc/>
    public bool ContainsKey(string key) => arrays.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out NpyArray value) => arrays.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, NpyArray>> GetEnumerator() => arrays.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A line for each array: its name, sizes and kind of number.</summary>
    public override string ToString()
    {
        IEnumerable<string> lines = arrays.Take(MostLines).Select(pair => $"{pair.Key}: {pair.Value}{(notFinite.Contains(pair.Key) ? ", not all finite" : string.Empty)}");
        return string.Join('\n', [$"{Count} arrays, {arrays.Values.Sum(array => array.Values.LongLength):N0} numbers", .. lines, .. Count > MostLines ? ["..."] : Array.Empty<string>()]);
    }

    /// <summary>Adds an array that was read.</summary>
    /// <exception cref="InvalidDataException">The name comes twice, or the array is not all finite and that is refused.</exception>
    internal void Add(string name, NpyArray array)
    {
        if (!arrays.TryAdd(name, array))
        {
            throw new InvalidDataException($"two arrays are called '{name}'");
        }

        if (StoredNumbers.HasNotFinite(array.Values))
        {
            notFinite.Add(name);
            if (refuseNotFinite)
            {
                throw new InvalidDataException($"the array '{name}' holds NaN or infinity, which FileLimits.RefuseNotFinite refuses");
            }
        }
    }
}
