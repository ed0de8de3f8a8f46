use utf8;

# Sorts a new ticket by the option %SupportPolicy: which queue, which service level, and custom fields that say why.
# This file is the same for every policy and need not be read to understand one.

package RT::SupportPolicy;

use strict;
use warnings;
no warnings 'redefine';    # RT's own tools read the configuration twice
use feature 'fc';
use Math::BigFloat ();
use Time::Local ();

sub sort_ticket {
    my ( $ticket, $transaction ) = @_;
    my %policy = RT->Config->Get('SupportPolicy');
    my $facts  = facts( \%policy, $ticket, $transaction );
    my $found  = decide( \%policy, $facts, $ticket );

    if ( defined $found->{queue} && fc( $ticket->QueueObj->Name ) ne fc( $found->{queue} ) ) {
        done( $ticket, 'queue', $ticket->SetQueue( $found->{queue} ) );
    }
    for my $name ( sort keys %{ $policy{answers} } ) {
        my $value = $found->{decided}{$name};
        next unless defined $value;
        done( $ticket, $name, set_field( $ticket, $policy{answers}{$name}, $value ) );
    }
    for my $tag ( @{ $found->{tags} } ) {
        done( $ticket, 'tag', set_field( $ticket, $policy{tags}, $tag ) );
    }
    my $severity = $found->{decided}{severity};
    if ( defined $severity && defined $policy{priorities}{$severity} ) {
        my $priority = $policy{priorities}{$severity};
        done( $ticket, 'priority', $ticket->SetPriority($priority) ) if $ticket->Priority != $priority;
    }
    my $level = $found->{level} // '';
    done( $ticket, 'service level', $ticket->SetSLA($level) ) if ( $ticket->SLA // '' ) ne $level;
    return 1;
}

# Without a line in the history for each: the policy says why, and the fields show it.
sub set_field {
    my ( $ticket, $field, $value ) = @_;
    return $ticket->AddCustomFieldValue( Field => $field, Value => $value, RecordTransaction => 0 );
}

sub done {
    my ( $ticket, $what, $ok, $message ) = @_;
    RT->Logger->error( "SupportPolicy: ticket #" . $ticket->id . ": $what: " . ( $message // 'failed' ) ) unless $ok;
    return $ok;
}

# Facts ---------------------------------------------------------------------------------------------------------------

sub facts {
    my ( $policy, $ticket, $transaction ) = @_;
    my $described = $policy->{facts};
    my %found;
    for my $name ( sort grep { !$described->{$_}{made} } keys %$described ) {
        $found{$name} = fact( $policy, $described->{$name}, $ticket, $transaction );
    }
    for my $name ( sort grep { $described->{$_}{made} } keys %$described ) {
        my @times = sort { $a <=> $b } grep { defined } map { $found{$_} } @{ $described->{$name}{of} };
        $found{$name} = $described->{$name}{made} eq 'latest_of' ? $times[-1] : $times[0];
    }
    return \%found;
}

sub fact {
    my ( $policy, $fact, $ticket, $transaction ) = @_;
    my $type = $fact->{type};
    if ( $type eq 'tags' ) {
        my $values = $ticket->CustomFieldValues( $fact->{field} );
        my %tags;
        while ( my $value = $values->Next ) { $tags{ $value->Content } = 1 }
        return %tags ? \%tags : defined $fact->{default} ? { map { $_ => 1 } split /,/, $fact->{default} } : undef;
    }
    my $text
        = !$fact->{ticket}            ? $ticket->FirstCustomFieldValue( $fact->{field} )
        : $fact->{ticket} eq 'created' ? return $ticket->CreatedObj->Unix
        : $fact->{ticket} eq 'subject' ? $ticket->Subject
        :                                body($transaction);
    $text = undef if defined $text && $text eq '';
    return undef if defined $text && $text eq $policy->{'known absent'};
    $text //= $fact->{default};
    return undef unless defined $text;
    return typed( $type, $text );
}

sub body {
    my ($transaction) = @_;
    my $content = $transaction->ContentObj( Type => 'text/plain' ) ? $transaction->Content( Type => 'text/plain' ) : undef;
    $content =~ s/\s+\z// if defined $content;
    return $content;
}

sub typed {
    my ( $type, $text ) = @_;
    if ( $type eq 'number' || $type eq 'duration' ) {
        return $text =~ /\A-?\d+(?:\.\d+)?\z/a ? Math::BigFloat->new($text) : undef;
    }
    if ( $type eq 'money' ) {
        return $text =~ /\A(-?\d+(?:\.\d+)?) ([A-Z]{3})\z/a ? [ Math::BigFloat->new($1), $2 ] : undef;
    }
    if ( $type eq 'time' ) {
        return undef unless $text =~ /\A(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)\z/a;
        return Time::Local::timegm_nocheck( $6, $5, $4, $3, $2 - 1, $1 );
    }
    return $text;
}

# Time ----------------------------------------------------------------------------------------------------------------

# How many of the numbers at even places, or at all places, are not above a value.
sub places {
    my ( $list, $step, $value ) = @_;
    my ( $low, $high ) = ( 0, int( @$list / $step ) );
    while ( $low < $high ) {
        my $middle = int( ( $low + $high ) / 2 );
        if   ( $list->[ $middle * $step ] <= $value ) { $low  = $middle + 1 }
        else                                          { $high = $middle }
    }
    return $low;
}

sub ahead {
    my ( $policy, $instant ) = @_;
    my $place = places( $policy->{offsets}, 2, $instant );
    return $policy->{offsets}[ 2 * ( $place > 0 ? $place - 1 : 0 ) + 1 ];
}

sub day {
    my ( $policy, $instant ) = @_;
    my $local = $instant + ahead( $policy, $instant );
    return ( $local - $local % 86_400 ) / 86_400;
}

sub date {
    my ( $policy, $instant ) = @_;
    my @local = gmtime( 86_400 * day( $policy, $instant ) );
    return sprintf '%04d-%02d-%02d', $local[5] + 1900, $local[4] + 1, $local[3];
}

sub near {
    my ( $policy, $column, $first, $last ) = @_;
    return $last - $first <= 60 * $column->{minutes} if defined $column->{minutes};
    return day( $policy, $last ) - day( $policy, $first ) <= $column->{days};
}

sub is_open {
    my ( $policy, $facts, $hours, $instant ) = @_;
    while ( my $chosen = $policy->{chosen}{$hours} ) {
        my $value = $facts->{ $chosen->{fact} };
        $hours = defined $value ? $chosen->{cases}{$value} // $chosen->{otherwise} : $chosen->{otherwise};
        return 0 unless defined $hours;
    }
    return places( $policy->{openings}{$hours}, 1, $instant ) % 2;
}

# Classes: 0 is a fact that is not there; of yes and no, no is 1 and yes is 2 ----------------------------------------

sub class {
    my ( $policy, $column, $facts, $decided, $ticket ) = @_;
    my $ask = $column->{ask};
    if ( $ask eq 'question' ) {
        my $answer = $ticket->FirstCustomFieldValue( $column->{field} ) // '';
        return $answer eq 'yes' ? 2 : $answer eq 'no' ? 1 : 0;
    }
    my $value = defined $column->{decided} ? $decided->{ $column->{decided} } : $facts->{ $column->{fact} };
    return 0 unless defined $value;
    return $column->{words}{$value} // 1 if $ask eq 'word';
    return 2 if $ask eq 'present';
    return exists $value->{ $column->{of} } ? 2 : 1 if $ask eq 'has';
    return index( fc($value), $column->{of} ) >= 0 ? 2 : 1 if $ask eq 'mentions';
    return is_open( $policy, $facts, $column->{of}, $value ) ? 2 : 1 if $ask eq 'during';
    if ( $ask eq 'within' || $ask eq 'older_than' || $ask eq 'in_next' ) {
        my $now = $ticket->CreatedObj->Unix;
        return $value > $now && near( $policy, $column, $now, $value ) ? 2 : 1 if $ask eq 'in_next';
        return 1 if $value > $now;
        return near( $policy, $column, $value, $now ) == ( $ask eq 'within' ) ? 2 : 1;
    }
    if ( $ask eq 'date' ) {
        my $date = date( $policy, $value );
        return 1 + grep { $_->[0] le $date } @{ $column->{cuts} };
    }
    my $number = $value;
    if ( $ask eq 'money' ) {
        return 2 + @{ $column->{cuts} } if $value->[1] ne $column->{currency};
        $number = $value->[0];
    }
    return 1 + grep { my $order = $number->bcmp( $_->[0] ); $order > 0 || $order == 0 && !$_->[1] } @{ $column->{cuts} };
}

# Tables --------------------------------------------------------------------------------------------------------------

sub decide {
    my ( $policy, $facts, $ticket ) = @_;
    my ( %decided, %class, @won, $level );
    my $class = sub {
        my ($id) = @_;
        my $column = $policy->{columns}{$id};
        return class( $policy, $column, $facts, \%decided, $ticket ) if defined $column->{decided};
        return $class{$id} //= class( $policy, $column, $facts, \%decided, $ticket );
    };
    my $own = undef;    # the severity as its own stage decided it, and what it is adjusted to
    my $now = undef;
    my $adjusting = 0;
    my $settle    = sub {
        $decided{severity} = $now if $adjusting && defined $now;
        $adjusting = 0;
    };
    for my $table ( @{ $policy->{tables} } ) {
        my $name = $table->{name};
        if ( $name =~ /\Aadjust\./ ) {
            ( $adjusting, $own, $now ) = ( 1, $decided{severity}, $decided{severity} ) unless $adjusting;
            for my $rule ( @{ $table->{rules} } ) {
                next unless holds( $rule, $class );
                push @won, $rule;
                my $wanted = $rule->{set}{severity};
                $now = adjusted( $policy, $name, $now, $wanted ) if defined $wanted;
                last if $name ne 'adjust.lower';
            }
            next;
        }
        $settle->();
        for my $rule ( @{ $table->{rules} } ) {
            next unless holds( $rule, $class );
            push @won, $rule;
            $decided{$_} = $rule->{set}{$_} for keys %{ $rule->{set} };
            $level = $rule->{level} if exists $rule->{level};
            last;
        }
    }
    $settle->();
    while ( ref $level ) {
        my $value = defined $level->{decided} ? $decided{ $level->{decided} } : $facts->{ $level->{fact} };
        $level = defined $value && exists $level->{cases}{$value} ? $level->{cases}{$value} : $level->{otherwise};
    }
    my %seen;
    return {
        decided => \%decided,
        queue   => ( grep { defined } map { $_->{queue} } @won )[0],
        level   => $level,
        tags    => [ grep { !$seen{$_}++ } map { @{ $_->{tags} || [] } } @won ],
    };
}

# Proof replaces the severity, an emergency only raises it, a cap only lowers it.
sub adjusted {
    my ( $policy, $table, $now, $wanted ) = @_;
    return $wanted if $table eq 'adjust.proof';
    my %rank;
    @rank{ @{ $policy->{levels} } } = 0 .. $#{ $policy->{levels} };
    if ( $table eq 'adjust.raise' ) {
        return !defined $now || $rank{$wanted} < $rank{$now} ? $wanted : $now;
    }
    return defined $now && $rank{$wanted} > $rank{$now} ? $wanted : $now;
}

sub holds {
    my ( $rule, $class ) = @_;
PART: for my $part ( @{ $rule->{when} } ) {
    WAY: for my $way ( @$part ) {
            for my $id ( sort keys %$way ) {
                my $number = $class->($id);
                next WAY unless grep { $_->[0] <= $number && $number <= $_->[1] } @{ $way->{$id} };
            }
            next PART;
        }
        return 0;
    }
    return 1;
}

1;
