using System.Globalization;
using System.Text;

namespace NotebookKit;

/// <content>How a tensor is printed: like NumPy, with the shape, and with the middle left out when it is long.</content>
public partial class Tensor
{
    private const int Edge = 3;
    private const int Everything = 200;
    private const int LineWidth = 100;
    private const int MostShown = 1296;

    /// <summary>The numbers in brackets, then shape and dtype; the middle of long axes is left out, long rows go on in the next line, and matrices of a stack have an empty line between them.</summary>
    public override string ToString()
    {
        if (storage.Released)
        {
            return $"tensor {Shape} {DType}, whose buffer went back to the pool";
        }

        if (!storage.IsHosted)
        {
            return Hosted.ToString();
        }

        int[] edges = Edges();
        List<int> shown = [];
        Visit(0, Offset, edges, shown.Add);
        Func<int, string> write = Writer(shown);
        int width = shown.Count == 0 ? 0 : shown.Max(place => write(place).Length);
        StringBuilder text = new();
        Write(text, 0, Offset, edges, place => write(place).PadLeft(width), indent: 1);
        return $"{text}  {Shape} {DType}";
    }

    private void Write(StringBuilder text, int axis, int place, int[] edges, Func<int, string> write, int indent)
    {
        if (axis == Rank)
        {
            text.Append(write(place));
            return;
        }

        text.Append('[');
        bool last = axis == Rank - 1;
        string newLine = new string('\n', Math.Max(1, Rank - axis - 1)) + new string(' ', indent);
        bool first = true;
        int column = indent;
        foreach (int i in Places(Shape[axis], edges[axis]))
        {
            int before = text.Length;
            if (!first)
            {
                text.Append(',').Append(last ? " " : newLine);
            }

            int start = text.Length;
            first = false;
            if (i < 0)
            {
                text.Append("...");
            }
            else
            {
                Write(text, axis + 1, place + (i * Strides[axis]), edges, write, indent + 1);
            }

            column += text.Length - before;
            if (last && column > LineWidth && start > before)
            {
                // The number that does not fit begins the next line, in place of the blank before it.
                text.Remove(start - 1, 1).Insert(start - 1, newLine);
                column = indent + text.Length - start - newLine.Length + 1;
            }
        }

        text.Append(']');
    }

    private void Visit(int axis, int place, int[] edges, Action<int> see)
    {
        if (axis == Rank)
        {
            see(place);
            return;
        }

        foreach (int i in Places(Shape[axis], edges[axis]))
        {
            if (i >= 0)
            {
                Visit(axis + 1, place + (i * Strides[axis]), edges, see);
            }
        }
    }

    // -1 stands for what is left out.
    private static IEnumerable<int> Places(int size, int edge) => size <= 2 * edge || (edge == 0 && size == 1)
        ? Enumerable.Range(0, size)
        : edge == 0 ? [0, -1] : [.. Enumerable.Range(0, edge), -1, .. Enumerable.Range(size - edge, edge)];

    // How many places are shown at either end of each axis: three, fewer outside where there are many axes, and 0 for the first place alone.
    private int[] Edges()
    {
        int[] edges = new int[Rank];
        long shown = 1;
        for (int axis = Rank - 1; axis >= 0; axis--)
        {
            edges[axis] = Count <= Everything ? Shape[axis] : Edge;
            while (Count > Everything && edges[axis] > 0 && shown * Math.Min(Shape[axis], 2 * edges[axis]) > MostShown)
            {
                edges[axis]--;
            }

            shown *= Math.Min(Shape[axis], Math.Max(1, 2 * edges[axis]));
        }

        return edges;
    }

    private Func<int, string> Writer(List<int> shown)
    {
        if (DType == DType.Bool)
        {
            return place => ReadAt(place) != 0 ? "true" : "false";
        }

        if (DType == DType.Int64)
        {
            // Not by way of a double, which ends at 2^53.
            return place => storage.Span<long>()[place].ToString(CultureInfo.InvariantCulture);
        }

        string format = Format([.. shown.Select(ReadAt).Where(double.IsFinite)]);
        return place => ReadAt(place) is var value && double.IsInfinity(value) ? (value > 0 ? "inf" : "-inf") : value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string Format(double[] finite)
    {
        double[] sizes = [.. finite.Select(Math.Abs).Where(size => size > 0)];
        if (sizes.Length > 0 && (sizes.Max() >= 1e6 || sizes.Min() < 1e-4 || sizes.Max() / sizes.Min() > 1e5))
        {
            return "0.0000e+00";
        }

        // As many digits behind the point as the numbers need, at most four.
        int digits = Enumerable.Range(0, 4).FirstOrDefault(d => finite.All(value => Math.Abs(value - Math.Round(value, d)) < 1e-6), 4);
        return $"F{digits}";
    }
}
