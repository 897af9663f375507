using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <content>Windows on images, one number at a time.</content>
internal sealed partial class ReferenceDevice
{
    /// <inheritdoc/>
    internal override void MaxPositions(Tensor x, Taps rows, Taps columns, Tensor positions)
    {
        for (int i = 0; i < positions.Count; i++)
        {
            (int map, int row, int column) = (i / (rows.Outputs * columns.Outputs), i / columns.Outputs % rows.Outputs, i % columns.Outputs);
            int best = -1;
            double largest = double.NegativeInfinity;
            for (int p = 0; p < rows.Count(row); p++)
            {
                for (int q = 0; q < columns.Count(column); q++)
                {
                    int place = ((rows.First[row] + (p * rows.Step)) * columns.Inputs) + columns.First[column] + (q * columns.Step);
                    double value = Read(x, Place(x, (map * rows.Inputs * columns.Inputs) + place));

                    // The first of equals, and the first NaN of all.
                    if (best < 0 || (!double.IsNaN(largest) && !(value <= largest)))
                    {
                        (best, largest) = (place, value);
                    }
                }
            }

            Write(positions, Place(positions, i), Math.Max(0, best));
        }
    }
}
