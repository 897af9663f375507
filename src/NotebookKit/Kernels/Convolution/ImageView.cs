namespace NotebookKit.Kernels;

/// <summary>Images in memory, whatever the order of their axes: where they start and how far each step moves.</summary>
internal readonly unsafe struct ImageView<T>(T* start, (int Channels, int Height, int Width) sizes, (int Image, int Channel, int Row, int Column) steps)
    where T : unmanaged
{
    /// <summary>C.</summary>
    public int Channels => sizes.Channels;

    /// <summary>H.</summary>
    public int Height => sizes.Height;

    /// <summary>W.</summary>
    public int Width => sizes.Width;

    /// <summary>From an image to the next.</summary>
    public int ImageStep => steps.Image;

    /// <summary>Whether the channels of a pixel lie side by side, and the pixels of a row, and the rows.</summary>
    public bool IsChannelsLast =>
        (steps.Channel == 1 || Channels == 1)
        && (steps.Column == Channels || Width == 1)
        && (steps.Row == Channels * Width || Height == 1);

    /// <summary>A pixel of images whose channels are last.</summary>
    public T* Pixel(int image, int row, int column) =>
        start + ((long)image * steps.Image) + ((((long)row * Width) + column) * Channels);

    /// <summary>Copies a rectangle, channels last and <paramref name="pixelStep"/> numbers a pixel; what lies outside the image is 0.</summary>
    public void Copy(int image, int firstRow, int rows, int firstColumn, int columns, T* to, int pixelStep)
    {
        int from = Math.Clamp(-firstColumn, 0, columns);
        int until = Math.Clamp(Width - firstColumn, from, columns);
        for (int y = 0; y < rows; y++, to += (long)columns * pixelStep)
        {
            int row = firstRow + y;
            if ((uint)row >= (uint)Height || from == until)
            {
                new Span<T>(to, columns * pixelStep).Clear();
                continue;
            }

            new Span<T>(to, from * pixelStep).Clear();
            new Span<T>(to + ((long)until * pixelStep), (columns - until) * pixelStep).Clear();
            T* source = start + ((long)image * steps.Image) + ((long)row * steps.Row) + ((long)(firstColumn + from) * steps.Column);
            CopyPixels(source, until - from, Channels, to + ((long)from * pixelStep), pixelStep);
        }
    }

    /// <summary>Copies a rectangle channel by channel, each <paramref name="planeStep"/> numbers after the last; what lies outside the image is 0.</summary>
    public void CopyPlanes(int image, int firstRow, int rows, int firstColumn, int columns, T* to, int planeStep)
    {
        int from = Math.Clamp(-firstColumn, 0, columns);
        int until = Math.Clamp(Width - firstColumn, from, columns);
        for (int y = 0; y < rows; y++, to += columns)
        {
            int row = firstRow + y;
            bool exists = (uint)row < (uint)Height && from < until;
            if (!exists)
            {
                ClearLines(to, columns, planeStep);
                continue;
            }

            ClearLines(to, from, planeStep);
            ClearLines(to + until, columns - until, planeStep);
            T* source = start + ((long)image * steps.Image) + ((long)row * steps.Row) + ((long)(firstColumn + from) * steps.Column);
            CopyLines(source, until - from, to + from, planeStep);
        }
    }

    /// <summary>Copies some channels of pixels of a row, <paramref name="pixelStep"/> numbers a pixel, the rest of them 0.</summary>
    public void CopyChannels(int image, int row, int column, int columns, int firstChannel, int channels, T* to, int pixelStep)
    {
        T* source = start + ((long)image * steps.Image) + ((long)row * steps.Row) + ((long)column * steps.Column) + ((long)firstChannel * steps.Channel);
        CopyPixels(source, columns, channels, to, pixelStep);
    }

    private void CopyPixels(T* source, int count, int channels, T* to, int pixelStep)
    {
        if (steps.Channel == 1 && steps.Column == channels && pixelStep == channels)
        {
            new ReadOnlySpan<T>(source, count * channels).CopyTo(new Span<T>(to, count * channels));
            return;
        }

        if (steps.Channel == 1 && channels == pixelStep)
        {
            for (int i = 0; i < count; i++, source += steps.Column, to += pixelStep)
            {
                new ReadOnlySpan<T>(source, channels).CopyTo(new Span<T>(to, channels));
            }

            return;
        }

        if (channels == 1 && pixelStep == 1 && steps.Column == 1)
        {
            new ReadOnlySpan<T>(source, count).CopyTo(new Span<T>(to, count));
            return;
        }

        if (steps.Column == 1 && steps.Channel != 1)
        {
            Packing.Pack(new MatrixView<T>(source, 1, steps.Channel), count, channels, pixelStep, to);
            return;
        }

        if (pixelStep > channels)
        {
            new Span<T>(to, count * pixelStep).Clear();
        }

        for (int channel = 0; channel < channels; channel++)
        {
            T* read = source + ((long)channel * steps.Channel);
            T* write = to + channel;
            for (int i = 0; i < count; i++, read += steps.Column, write += pixelStep)
            {
                *write = *read;
            }
        }
    }

    private void ClearLines(T* to, int count, int planeStep)
    {
        for (int channel = 0; channel < Channels && count > 0; channel++, to += planeStep)
        {
            new Span<T>(to, count).Clear();
        }
    }

    // Pixels of a row become a line of each channel.
    private void CopyLines(T* source, int count, T* to, int planeStep)
    {
        int turned = 0, channels = 0;
        if (steps.Channel == 1 && Packing.CanTurn<T>())
        {
            // Channels that fill no four are turned with those before them once more.
            (turned, channels) = (count & ~3, Channels < 4 ? 0 : Channels);
            int fours = Channels & ~3, last = Channels - 4;
            Packing.TurnFour((float*)source, steps.Column, fours, planeStep, (float*)to, turned / 4);
            if (last > 0 && fours != Channels)
            {
                Packing.TurnFour((float*)(source + last), steps.Column, 4, planeStep, (float*)(to + ((long)last * planeStep)), turned / 4);
            }
        }

        for (int channel = 0; channel < Channels; channel++)
        {
            T* read = source + ((long)channel * steps.Channel);
            T* write = to + ((long)channel * planeStep);
            if (steps.Column == 1)
            {
                new ReadOnlySpan<T>(read, count).CopyTo(new Span<T>(write, count));
                continue;
            }

            for (int i = channel < channels ? turned : 0; i < count; i++)
            {
                write[i] = read[(long)i * steps.Column];
            }
        }
    }
}
