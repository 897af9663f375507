using System.Numerics;

namespace NotebookKit.Kernels;

/// <summary>What the taps of one block may look at: pixel (y, x) stands at <paramref name="Origin"/> + y rowStep + x channels.</summary>
internal readonly unsafe record struct DepthwiseArea<T>(nint Origin, int FirstRow, int EndRow, int FirstColumn, int EndColumn)
    where T : unmanaged
{
    /// <summary>The pixel of a row and a column.</summary>
    public T* Pixel(int row, int column, int rowStep, int channels) => (T*)Origin + ((nint)row * rowStep) + ((nint)column * channels);
}

/// <summary>Images as a depthwise convolution reads them: where they lie, if their channels are last, else block by block from a copy that is.</summary>
/// <remarks>
/// A copy of everything with its margin of zeros took longer than the nine products of a 3x3 filter, though only pixels at the edge need a margin: taps
/// that look outside are left out there instead.
/// </remarks>
internal readonly unsafe struct DepthwiseSource<T>(ImageView<T> view, ConvolutionPhase phase, ConvolutionBlocks blocks)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool isDirect = view.IsChannelsLast;

    /// <summary>From a row to the next.</summary>
    public int RowStep => (isDirect ? view.Width : blocks.BlockColumns) * view.Channels;

    /// <summary>From a pixel of the result to the next.</summary>
    public int PixelStep => phase.SourceStepX * view.Channels;

    /// <summary>Numbers of room for the copy of a block.</summary>
    public int Room => isDirect ? 0 : blocks.Room;

    /// <summary>Where each tap looks from a pixel.</summary>
    public int[] Offsets()
    {
        int rowStep = RowStep, channels = view.Channels;
        return [.. phase.Taps.Select(tap => (tap.OffsetY * rowStep) + (tap.OffsetX * channels))];
    }

    /// <summary>The area of a block, copied to <paramref name="room"/> where that must be.</summary>
    public DepthwiseArea<T> Of(ConvolutionBlock block, T* room)
    {
        if (isDirect)
        {
            return new((nint)view.Pixel(block.Image, 0, 0), 0, view.Height, 0, view.Width);
        }

        blocks.CopySource(block, view, room);
        int row = (block.Row * phase.SourceStepY) + phase.FirstY;
        int column = (block.Column * phase.SourceStepX) + phase.FirstX;
        T* origin = room - ((nint)row * RowStep) - ((nint)column * view.Channels);
        return new((nint)origin, row, row + ((block.Rows - 1) * phase.SourceStepY) + phase.SpanY + 1, column, column + blocks.BlockColumns);
    }

    /// <summary>The taps that look into the area from a row of the result: those from First to End.</summary>
    public (int First, int End) TapsInside(in DepthwiseArea<T> area, int row)
    {
        int first = 0, end = phase.Taps.Length, source = row * phase.SourceStepY;
        while (first < end && source + phase.Taps[first].OffsetY < area.FirstRow)
        {
            first++;
        }

        while (first < end && source + phase.Taps[end - 1].OffsetY >= area.EndRow)
        {
            end--;
        }

        return (first, end);
    }

    /// <summary>The columns of a block from which no tap looks beside the area: those from First to End.</summary>
    public (int First, int End) ColumnsInside(in DepthwiseArea<T> area, ConvolutionBlock block)
    {
        int step = phase.SourceStepX, from = (block.Column * step) + phase.FirstX;
        int first = Math.Clamp((area.FirstColumn - from + step - 1) / step, 0, block.Columns);
        int last = area.EndColumn - 1 - phase.SpanX - from;
        return (first, last < 0 ? first : Math.Clamp((last / step) + 1, first, block.Columns));
    }

    /// <summary>Finds the taps among some that look into the area from a pixel of the result, and says how many they are.</summary>
    public int TapsInside(in DepthwiseArea<T> area, (int First, int End) among, int column, int* found)
    {
        int count = 0, source = column * phase.SourceStepX;
        for (int tap = among.First; tap < among.End; tap++)
        {
            int at = source + phase.Taps[tap].OffsetX;
            if (at >= area.FirstColumn && at < area.EndColumn)
            {
                found[count++] = tap;
            }
        }

        return count;
    }
}
