using System.Collections;

namespace NotebookKit.Host.Display;

/// <summary>Finds a collection that holds itself: the formatting engine would follow it until the stack is gone, which no catch survives.</summary>
internal static class SelfReference
{
    private const int MostItems = 20;
    private const int Deepest = 40;

    public static bool IsIn(object? value) => IsIn(value, []);

    private static bool IsIn(object? value, List<object> path)
    {
        // Only collections: a lazy sequence must not run twice, and cannot hold itself.
        if (value is not ICollection collection || value is Array { Rank: 1 } array && array.GetType().GetElementType()!.IsPrimitive)
        {
            return false;
        }

        if (path.Count == Deepest || path.Exists(outer => ReferenceEquals(outer, value)))
        {
            return true;
        }

        path.Add(value);
        var items = collection is IDictionary dictionary ? dictionary.Values : collection;
        var found = items.Cast<object?>().Take(MostItems).Any(item => IsIn(item, path));
        path.RemoveAt(path.Count - 1);
        return found;
    }
}
