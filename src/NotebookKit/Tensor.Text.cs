using System.Globalization;
using System.Text;

namespace NotebookKit;

/// <content>How a tensor is printed: like NumPy, with the shape, and with the middle left out when it is long.</content>
public partial class Tensor
{
    private const int Edge = 3;
    private const int Everything = 200;

    /// <summary>The numbers in brackets, then shape and dtype; the middle of long axes is left out.</summary>
    public override string ToString()
    {
        if (storage.Released)
        {
            return $"tensor {Shape} {DType}, whose buffer went back to the pool";
        }

        bool whole = Count <= Everything;
        List<double> shown = [];
        Visit(0, Offset, whole, shown.Add);
        Func<double, string> write = Writer(shown);
        int width = shown.Count == 0 ? 0 : shown.Max(value => write(value).Length);
        StringBuilder text = new();
        Write(text, 0, Offset, whole, value => write(value).PadLeft(width), indent: 1);
        return $"{text}  {Shape} {DType}";
    }

    private void Write(StringBuilder text, int axis, int place, bool whole, Func<double, string> write, int indent)
    {
        if (axis == Rank)
        {
            text.Append(write(ReadAt(place)));
            return;
        }

        text.Append('[');
        bool last = axis == Rank - 1;
        string between = last ? ", " : ",\n" + new string(' ', indent);
        bool first = true;
        foreach (int i in Places(Shape[axis], whole))
        {
            text.Append(first ? string.Empty : between);
            first = false;
            if (i < 0)
            {
                text.Append("...");
            }
            else
            {
                Write(text, axis + 1, place + (i * strides[axis]), whole, write, indent + 1);
            }
        }

        text.Append(']');
    }

    private void Visit(int axis, int place, bool whole, Action<double> see)
    {
        if (axis == Rank)
        {
            see(ReadAt(place));
            return;
        }

        foreach (int i in Places(Shape[axis], whole))
        {
            if (i >= 0)
            {
                Visit(axis + 1, place + (i * strides[axis]), whole, see);
            }
        }
    }

    // -1 stands for what is left out.
    private static IEnumerable<int> Places(int size, bool whole) => whole || size <= 2 * Edge
        ? Enumerable.Range(0, size)
        : [.. Enumerable.Range(0, Edge), -1, .. Enumerable.Range(size - Edge, Edge)];

    private Func<double, string> Writer(List<double> shown)
    {
        if (DType == DType.Bool)
        {
            return value => value != 0 ? "true" : "false";
        }

        if (!DType.IsFloat())
        {
            return value => value.ToString("F0", CultureInfo.InvariantCulture);
        }

        double[] finite = [.. shown.Where(double.IsFinite).Select(Math.Abs).Where(size => size > 0)];
        if (finite.Length > 0 && (finite.Max() >= 1e6 || finite.Min() < 1e-4 || finite.Max() / finite.Min() > 1e5))
        {
            return value => value.ToString("0.0000e+00", CultureInfo.InvariantCulture);
        }

        // As many digits behind the point as the numbers need, at most four.
        int digits = Enumerable.Range(0, 4).FirstOrDefault(d => shown.All(value => !double.IsFinite(value) || Math.Abs(value - Math.Round(value, d)) < 1e-6), 4);
        return value => value.ToString($"F{digits}", CultureInfo.InvariantCulture);
    }
}
